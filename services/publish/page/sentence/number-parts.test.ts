import { expect, test } from '@jest/globals';
import { numberParts } from './number-parts.ts';

test('numbers stand apart, with the separators of both languages inside', () => {
  expect(numberParts('12 heard, 1,268 accepted: 1\u202f268.')).toEqual([
    { text: '12', isNumber: true },
    { text: ' heard, ', isNumber: false },
    { text: '1,268', isNumber: true },
    { text: ' accepted: ', isNumber: false },
    { text: '1\u202f268', isNumber: true },
    { text: '.', isNumber: false },
  ]);
});

test('a text without numbers is one part', () => {
  expect(numberParts('none')).toEqual([{ text: 'none', isNumber: false }]);
});
