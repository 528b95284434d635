import { expect, test } from '@jest/globals';
import { reasonsOf, underWay } from './minute.ts';

const minute = {
  ...{ from: '2026-11-24T12:00:00.000Z', to: '2026-11-24T12:01:00.000Z' },
  ...{ heard: 20, forwarded: 10, duplicate: 2, quarantined: 5, lost: 1 },
  reasons: { f_cnt_behind: 1, mic_mismatch: 4, malformed: 0 },
};

test('what is under way is what is heard and has no end yet', () => {
  expect(underWay(minute)).toBe(2);
  expect(underWay({ ...minute, heard: 17 })).toBe(0);
});

test('reasons: the most frequent first, none that nobody had', () => {
  expect(reasonsOf(minute)).toEqual([
    ['mic_mismatch', 4],
    ['f_cnt_behind', 1],
  ]);
});
