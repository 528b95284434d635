import { expect, test } from '@jest/globals';
import { partitionOf } from './partition.ts';

test('a key always falls to the same partition, whatever the engine', () => {
  expect(partitionOf('01020304', 8)).toBe(partitionOf('01020304', 8));
  // FNV-1a of "a" is 0xe40c292c (Fowler, Noll, Vo: published test vector).
  expect(partitionOf('a', 2 ** 31)).toBe(0xe40c292c % 2 ** 31);
});
