import { cell } from '../cell.ts';
import { setAddress } from '../data/address.ts';
import { useCell } from '../use-cell.ts';
import { chooseLanguage, type Language, type Words } from './words.ts';

/** The page's language. */
export const language = cell<Language>(chooseLanguage(location.search, navigator.languages));

language.listen(markDocument);
markDocument();

/** Kept in the address, so that a link shows what its sender saw. */
export function speak(chosen: Language): void {
  setAddress('lang', chosen);
  language.set(chosen);
}

export function useLanguage(): Language {
  return useCell(language);
}

/** The section's words in the page's language. */
export function useWords<T>(table: Words<T>): Words<T>[Language] {
  return table[useLanguage()];
}

function markDocument(): void {
  document.documentElement.lang = language.get();
}
