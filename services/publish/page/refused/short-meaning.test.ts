import { expect, test } from '@jest/globals';
import { shortMeaning } from './short-meaning.ts';

test('what comes before the explanation', () => {
  expect(shortMeaning('The signature fits none: a forged frame, or an old key.')).toBe('The signature fits none');
  expect(shortMeaning('La signature ne correspond pas\u202f: trame forgée.')).toBe('La signature ne correspond pas');
  expect(shortMeaning('No codec is declared for 1.0.3.')).toBe('No codec is declared for 1.0.3');
});
