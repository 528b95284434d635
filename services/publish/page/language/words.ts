import { typeset } from './typeset.ts';

export type Language = 'fr' | 'en';

type Table = { readonly [name: string]: string | ((...given: never[]) => string) | Table };
type Same<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : T[K] extends (...given: infer G) => string ? (...given: G) => string : Same<T[K]>;
};

/** The words of one section in both languages, typeset. */
export type Words<T> = Readonly<Record<Language, Same<T>>>;

/**
 * A section's words: texts, functions that give texts, and tables of these. English says which words there are; French is written, not
 * translated, with plain blanks and apostrophes, which become the right ones here.
 */
export function words<T extends Table>(texts: { readonly en: T; readonly fr: Same<NoInfer<T>> }): Words<T> {
  return { en: whole(texts.en, 'en') as unknown as Same<T>, fr: whole(texts.fr, 'fr') as Same<T> };
}

function whole(texts: unknown, language: Language): unknown {
  if (typeof texts === 'string') return typeset(texts, language);
  if (typeof texts === 'function') return (...given: unknown[]) => typeset(String(texts(...given)), language);
  return Object.fromEntries(Object.entries(texts as object).map(([name, text]) => [name, whole(text, language)]));
}

/** By the address (?lang=fr), else the first language of the browser that we speak, else English. */
export function chooseLanguage(search: string, preferred: readonly string[]): Language {
  const asked = new URLSearchParams(search).get('lang');
  const spoken = [asked ?? '', ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find((tag): tag is Language => tag === 'fr' || tag === 'en') ?? 'en';
}
