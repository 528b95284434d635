import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { siteWords } from './site-words.ts';

/** What is odd about a value, in words. */
export function FlagWords({ flags }: { readonly flags: readonly string[] }) {
  const { flags: meanings } = useWords(siteWords);
  return flags.map((flag) => (
    <p key={flag} class="tag" data-kind="warning" data-flag={flag}>
      <Icon name="warning" /> {meanings[flag] ?? flag}
    </p>
  ));
}
