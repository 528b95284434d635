import { expect, test } from '@jest/globals';
import { followed } from './followed.ts';

const a = { message: 'a' };
const b = { message: 'b' };
const shown = { frame: a, since: 1_000, isChosen: false };

test('the first one is shown at once, the next one after a time to read', () => {
  expect(followed(null, undefined, 0, false)).toBeNull();
  expect(followed(null, a, 1_000, true)).toEqual(shown);
  expect(followed(shown, b, 15_999, false)).toBe(shown);
  expect(followed(shown, b, 16_000, false)).toEqual({ frame: b, since: 16_000, isChosen: false });
});

test('nothing changes under the eyes of who points at it, or has chosen it', () => {
  expect(followed(shown, b, 99_000, true)).toBe(shown);
  const chosen = { ...shown, isChosen: true };
  expect(followed(chosen, b, 99_000, false)).toBe(chosen);
});

test('the same frame, told again, is not another one', () => {
  expect(followed(shown, { message: 'a' }, 99_000, false)).toBe(shown);
});
