import { useWords } from '../language/language.ts';
import { minuteWords } from './minute-words.ts';

/** The five words of the sentence, in plain language. */
export function Gloss() {
  const w = useWords(minuteWords);
  const entries = [
    [w.frame, w.frameMeans],
    [w.accepted, w.acceptedMeans],
    [w.copy, w.copyMeans],
    [w.refused, w.refusedMeans],
    [w.lostWord, w.lostWordMeans],
  ] as const;
  return (
    <details class="gloss">
      <summary>{w.gloss}</summary>
      <dl>
        {entries.map(([word, meaning]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
