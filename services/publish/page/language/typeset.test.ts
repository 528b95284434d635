import { expect, test } from '@jest/globals';
import { typesetEnglish, typesetFrench } from './typeset.ts';

test('French has narrow no-break spaces before the double signs and within its quotes, and true apostrophes', () => {
  expect(typesetFrench("Qu'est-ce ? Oui ; non : « voilà » !")).toBe('Qu’est-ce\u202f? Oui\u202f; non\u202f: «\u202fvoilà\u202f»\u202f!');
  expect(typesetFrench('12 %')).toBe('12\u202f%');
});

test('times and addresses are left alone', () => {
  expect(typesetFrench('14:05, http://a.b/c?d')).toBe('14:05, http://a.b/c?d');
  expect(typesetEnglish("It's 14:05?")).toBe('It’s 14:05?');
});
