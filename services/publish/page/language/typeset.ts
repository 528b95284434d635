import type { Language } from './words.ts';

const narrow = '\u202f';

/** French typography: narrow no-break spaces by the double signs, a true apostrophe. Texts are written with plain blanks. */
export function typesetFrench(text: string): string {
  return text
    .replace(/ (?=[;:!?»%])/g, narrow)
    .replace(/(?<=«) /g, narrow)
    .replace(/'/g, '’');
}

/** English typography: a true apostrophe. */
export function typesetEnglish(text: string): string {
  return text.replace(/'/g, '’');
}

export function typeset(text: string, language: Language): string {
  return language === 'fr' ? typesetFrench(text) : typesetEnglish(text);
}
