import { expect, test } from '@jest/globals';
import { spaced } from './spaced.ts';

test('pairs of digits, and nothing at the end', () => {
  expect(spaced('40aabb')).toBe('40 aa bb');
  expect(spaced('')).toBe('');
});
