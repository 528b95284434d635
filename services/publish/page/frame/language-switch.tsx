import { speak, useLanguage, useWords } from '../language/language.ts';
import { frameWords } from './frame-words.ts';

const languages = [
  ['fr', 'FR', 'Français'],
  ['en', 'EN', 'English'],
] as const;

/** Links, so that each language has its address; followed in place. */
export function LanguageSwitch() {
  const spoken = useLanguage();
  const { language } = useWords(frameWords);
  return (
    <nav class="switch" aria-label={language}>
      {languages.map(([tag, short, full]) => (
        <a
          key={tag}
          href={`?lang=${tag}`}
          hreflang={tag}
          lang={tag}
          aria-current={tag === spoken ? 'true' : undefined}
          aria-label={`${short} ${full}`}
          onClick={(event) => {
            event.preventDefault();
            speak(tag);
          }}
        >
          {short}
        </a>
      ))}
    </nav>
  );
}
