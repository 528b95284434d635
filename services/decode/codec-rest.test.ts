import { expect, test } from '@jest/globals';
import { isResting, restAfter } from './codec-rest.ts';

const codec = 'test/stuck@1.0.0';
const minute = 60_000;

test('a minute, twice as long each further time in a row, an hour at most', () => {
  let rest = restAfter(undefined, codec, 0);
  const lengths: number[] = [];
  for (let n = 0; n < 9; n++) {
    lengths.push(rest.until / minute);
    rest = restAfter(rest, codec, 0);
  }
  expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('truth 3: whether it rests depends on the times of the messages alone', () => {
  const rest = restAfter(undefined, codec, 1_000);
  expect(isResting(rest, codec, 1_000)).toBe(true);
  expect(isResting(rest, codec, 60_999)).toBe(true);
  expect(isResting(rest, codec, 61_000)).toBe(false);
  expect(isResting(undefined, codec, 1_000)).toBe(false);
});

test('a new version of the codec runs at once, and its limits are counted anew', () => {
  const rest = restAfter(restAfter(undefined, codec, 0), codec, 0);
  expect(isResting(rest, 'test/stuck@1.0.1', 0)).toBe(false);
  expect(restAfter(rest, 'test/stuck@1.0.1', 0)).toEqual({ codec: 'test/stuck@1.0.1', limits: 1, until: minute });
});
