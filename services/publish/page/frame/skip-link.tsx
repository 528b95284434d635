import { useWords } from '../language/language.ts';
import { frameWords } from './frame-words.ts';

export function SkipLink() {
  const { skip } = useWords(frameWords);
  return (
    <a class="skip" href="#sensors">
      {skip}
    </a>
  );
}
