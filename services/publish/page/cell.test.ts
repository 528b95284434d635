import { expect, test } from '@jest/globals';
import { cell } from './cell.ts';

test('a cell tells its listeners of each other value, until they leave', () => {
  const one = cell(1);
  const told: number[] = [];
  const leave = one.listen(() => told.push(one.get()));
  one.set(1);
  one.set(2);
  leave();
  one.set(3);
  expect(told).toEqual([2]);
  expect(one.get()).toBe(3);
});
