import './masthead.css';
import { useEffect } from 'preact/hooks';
import { useCity } from '../data/city.ts';
import { useWords } from '../language/language.ts';
import { frameWords } from './frame-words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { StationClock } from './station-clock.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** Whose page this is, what time it is there, and whether it is live. */
export function Masthead() {
  const { value: city } = useCity();
  const { tagline, anonymous, titled } = useWords(frameWords);
  const name = city?.name ?? (city ? anonymous : 'Vigie');
  useEffect(() => {
    document.title = city ? titled(name) : 'Vigie';
  }, [city, name, titled]);
  return (
    <header class="masthead">
      <Lookout />
      <div class="masthead-name">
        <h1>{name}</h1>
        <p class="lead">{tagline}</p>
      </div>
      <StationClock />
      <div class="masthead-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </header>
  );
}

/** The sign of Vigie. */
function Lookout() {
  return (
    <svg class="lookout" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="4" />
      <path d="M8.500 9 16 24.500 23.500 9" />
      <circle cx="16" cy="9" r="2.600" />
    </svg>
  );
}
