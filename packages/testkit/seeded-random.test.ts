import { expect, test } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

const thousand = (draw: () => number) => Array.from({ length: 1_000 }, draw);
const mean = (numbers: number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

test('the same seed gives the same numbers, another seed others', () => {
  const drawn = thousand(seededRandom('a').next);
  expect(thousand(seededRandom('a').next)).toEqual(drawn);
  expect(thousand(seededRandom('b').next)).not.toEqual(drawn);
  expect(drawn.every((n) => n >= 0 && n < 1)).toBe(true);
  expect(mean(drawn)).toBeCloseTo(0.5, 1);
});

test('a named stream does not depend on what was drawn before it, and is not the stream it comes from', () => {
  const random = seededRandom('a');
  const before = random.named('x').next();
  random.next();
  expect(random.named('x').next()).toBe(before);
  expect(random.named('y').next()).not.toBe(before);
  expect(seededRandom('a').next()).not.toBe(before);
});

test('normal numbers have the mean and the deviation asked for', () => {
  const random = seededRandom('normal');
  const numbers = thousand(() => random.normal(10, 2));
  expect(Math.abs(mean(numbers) - 10)).toBeLessThan(0.25);
  expect(Math.abs(Math.sqrt(mean(numbers.map((n) => (n - 10) ** 2))) - 2)).toBeLessThan(0.25);
});

test('chance comes about as often as its share; 0 never, 1 always', () => {
  const random = seededRandom('chance');
  const times = (share: number) => thousand(() => Number(random.chance(share))).filter(Boolean).length;
  expect(times(0)).toBe(0);
  expect(times(1)).toBe(1_000);
  expect(Math.abs(times(0.2) - 200)).toBeLessThan(50);
});

test('shuffling keeps every item; picking gives one of them, and nothing to pick from is an error', () => {
  const random = seededRandom('list');
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = random.shuffled(items);
  expect(shuffled).not.toEqual(items);
  expect(shuffled.toSorted()).toEqual(items);
  expect(new Set(thousand(() => random.pick(items))).size).toBe(8);
  expect(() => random.pick([])).toThrow(RangeError);
});
