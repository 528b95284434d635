import { describe, expect, test } from '@jest/globals';
import { chooseLanguage, words } from './words.ts';

test('texts, functions and tables of both are typeset in their language', () => {
  const table = words({
    en: { ask: 'Why?', of: (name: string) => `${name}: why?`, deep: { it: "it's" } },
    fr: { ask: 'Pourquoi ?', of: (name: string) => `${name} : pourquoi ?`, deep: { it: "c'est" } },
  });
  expect(table.fr.ask).toBe('Pourquoi\u202f?');
  expect(table.fr.of('Vigie')).toBe('Vigie\u202f: pourquoi\u202f?');
  expect(table.fr.deep.it).toBe('c’est');
  expect(table.en.ask).toBe('Why?');
  expect(table.en.of('Vigie')).toBe('Vigie: why?');
});

describe('the language is', () => {
  test.each([
    ['that of the address', '?lang=fr', ['en-GB'], 'fr'],
    ['the first of the browser that is spoken', '', ['de-DE', 'fr-CA', 'en'], 'fr'],
    ['that of the browser, when the address asks for one that is not spoken', '?lang=de', ['fr'], 'fr'],
    ['English, when none is', '', ['de'], 'en'],
    ['English, when the browser says none', '', [], 'en'],
  ] as const)('%s', (_which, search, preferred, language) => {
    expect(chooseLanguage(search, preferred)).toBe(language);
  });
});
