import { expect, test } from '@jest/globals';
import { Pace } from './pace.ts';

test('so many a second, evenly, from the beginning', () => {
  const pace = new Pace(4, 10_000);
  expect([0, 1, 2, 8].map((done) => pace.wait(done, 10_000))).toEqual([0, 250, 500, 2_000]);
  expect(pace.wait(1, 10_400)).toBe(-150);
});

test('what was held up for long is not caught up with in one burst', () => {
  const pace = new Pace(4, 0);
  expect(pace.wait(1, 60_000)).toBe(0);
  expect([2, 3].map((done) => pace.wait(done, 60_000))).toEqual([250, 500]);
});
