import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { counterCandidates } from './counter-candidates.ts';

test.each([
  ['the next one', 11, 10, [11]],
  ['the first after a join', 3, -1, [3]],
  ['the same again', 10, 10, [10]],
  ['lower: the next epoch first, then late or reset', 9, 10, [0x1_0009, 9]],
  ['roll-over', 0, 0xffff, [0x1_0000, 0]],
  ['an older epoch', 0xfffa, 0x1_0004, [0x1_fffa, 0xfffa]],
  ['all four', 5, 0x3_0006, [0x4_0005, 0x3_0005, 0x2_0005, 5]],
  ['no wrap-around', 0, 0xffff_fffe, [0xffff_0000, 0xfffe_0000, 0]],
  ['the last counter of all', 0xffff, 0xffff_fffe, [0xffff_ffff, 0xfffe_ffff, 0xffff]],
])('%s', (_, fCnt16, highest, expected) => {
  expect(counterCandidates(fCnt16, highest)).toEqual(expected);
});

test('an unknown session: epochs 0 to 16', () => {
  const candidates = counterCandidates(7, undefined);
  expect(candidates).toHaveLength(17);
  expect(candidates.slice(0, 2)).toEqual([7, 0x1_0007]);
  expect(candidates.at(-1)).toBe(0x10_0007);
});

test('no doubles, all 32 bits, all with this FCnt; the frame up to 65 535 ahead comes first', () => {
  const counter = fc.integer({ min: 0, max: 0xffff_ffff });
  fc.assert(
    fc.property(counter, fc.integer({ min: 0, max: 0xffff }), (highest, step) => {
      const next = highest + step;
      const candidates = counterCandidates(next % 0x1_0000, highest);
      expect(new Set(candidates).size).toBe(candidates.length);
      for (const candidate of candidates) expect(candidate % 0x1_0000).toBe(next % 0x1_0000);
      expect(candidates.every((candidate) => candidate >= 0 && candidate <= 0xffff_ffff)).toBe(true);
      if (next <= 0xffff_ffff) expect(candidates[0]).toBe(next);
      else expect(candidates.every((candidate) => candidate < highest)).toBe(true);
    }),
  );
});
