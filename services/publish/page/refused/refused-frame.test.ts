import { expect, test } from '@jest/globals';
import type { Refused } from '../data/shapes.ts';
import { reachOf, withRefused } from './refused-frame.ts';

const frame = (message: string, second: number): Refused => ({
  ...{ message, receivedTime: `2026-11-24T12:00:${String(second).padStart(2, '0')}.000Z` },
  ...{ reason: 'mic_mismatch', step: 'verify_mic', detail: '', source: 'gateways', bytes: null, parts: [] },
});

test('the newest first, each once, and no more than a few', () => {
  const known = [frame('b', 2), frame('a', 1)];
  expect(withRefused(known, [frame('c', 3), frame('b', 2)]).map(({ message }) => message)).toEqual(['c', 'b', 'a']);
  const many = Array.from({ length: 40 }, (_, second) => frame(String(second), second));
  expect(withRefused([], many)).toHaveLength(12);
  expect(withRefused([], many)[0]?.message).toBe('39');
});

test('truth 5: a frame that fits no key has moved nothing; a genuine one has used its number', () => {
  expect(reachOf({ step: 'verify_mic', reason: 'mic_mismatch' })).toBe('untouched');
  expect(reachOf({ step: 'claim_counter', reason: 'f_cnt_behind' })).toBe('untouched');
  expect(reachOf({ step: 'run codec', reason: 'codec_error' })).toBe('number_taken');
  expect(reachOf({ step: 'read', reason: 'foreign_net_id' })).toBe('not_kept');
});
