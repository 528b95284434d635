import { expect, test } from '@jest/globals';
import { formatAge, formatLength } from './age.ts';

test.each([
  [0, '0\u202fs'],
  [59_999, '59\u202fs'],
  [60_000, '1\u202fmin'],
  [3_599_999, '59\u202fmin'],
  [3_600_000, '1\u202fh'],
  [86_400_000, '1\u202fj'],
])('%d ms are %s', (length, shown) => {
  expect(formatLength(length, 'fr')).toBe(shown);
});

test('an age is said; what is ahead of the clock is of now', () => {
  expect(formatAge(0, 12_000, 'fr')).toBe('il y a 12\u202fs');
  expect(formatAge(0, 172_800_000, 'en')).toBe('2\u202fd ago');
  expect(formatAge(5_000, 0, 'en')).toBe('0\u202fs ago');
});
