import { useWords } from '../language/language.ts';
import { useCell } from '../use-cell.ts';
import { frameWords } from './frame-words.ts';
import { choose, theme as themeCell, themes } from './theme.ts';

const drawings = {
  auto: 'M8 2.500a5.500 5.500 0 1 0 .01 0ZM8 2.500v11',
  light:
    'M8 5.200a2.800 2.800 0 1 0 .01 0ZM8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.9M11.700 11.700l.9.9M3.400 12.600l.9-.9M11.700 4.300l.9-.9',
  dark: 'M13.500 9.600A6 6 0 0 1 6.400 2.500a5.800 5.800 0 1 0 7.100 7.100Z',
};

export function ThemeSwitch() {
  const chosen = useCell(themeCell);
  const { theme, themes: names } = useWords(frameWords);
  return (
    <fieldset class="switch">
      <legend class="visually-hidden">{theme}</legend>
      {themes.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === chosen}
          aria-label={names[one]}
          title={names[one]}
          onClick={() => choose(one)}
        >
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={drawings[one]} />
          </svg>
        </button>
      ))}
    </fieldset>
  );
}
