import { describe, expect, test } from '@jest/globals';
import { type ClaimState, claimStateSchema } from '../model/claim-state.ts';
import { type ClaimVerdict, claimEvent, claimFrame, type FrameClaim } from './claim.ts';
import { highestCounter, lostCounters, mostIntervals } from './remember-claim.ts';

const hashOf = (bytes: string) => Buffer.from(bytes.padEnd(8, '.')).toString('hex');
const claim = (fCnt: number, bytes = `f${fCnt}`, more: Partial<FrameClaim> = {}): FrameClaim => ({
  fCnt,
  hash: hashOf(bytes),
  offset: 1000 + fCnt,
  resetTolerant: false,
  resent: false,
  ...more,
});

function passed(verdict: ClaimVerdict): ClaimState {
  if (verdict.verdict !== 'forwarded') throw new Error(`expected forwarded, got ${verdict.verdict}`);
  return verdict.state;
}

/** The state after these counters passed, in this order. */
const after = (counters: number[], more: Partial<FrameClaim> = {}): ClaimState =>
  counters.reduce<ClaimState | undefined>((state, fCnt) => passed(claimFrame(state, claim(fCnt, `f${fCnt}`, more))), undefined) ??
  passed(claimFrame(undefined, claim(0)));

const flagsOf = (verdict: ClaimVerdict) => (verdict.verdict === 'forwarded' ? verdict.flags : verdict.verdict);

describe('frames', () => {
  test('the first passes at any counter, without flags', () => {
    expect(claimFrame(undefined, claim(70_000))).toEqual({
      verdict: 'forwarded',
      flags: [],
      instance: 0,
      state: { instance: 0, seen: [[70_000, 70_000]], forgotten: 0, recent: [[70_000, hashOf('f70000'), 71_000]] },
    });
  });

  test.each<[number, string | string[], string]>([
    [100, ['out_of_order'], 'the lower end of the window'],
    [99, 'f_cnt_behind', 'just below it'],
    [163, ['out_of_order'], 'just below the highest'],
    [165, [], 'the next'],
    [164 + 16_384, [], 'the largest step without a flag'],
    [164 + 16_385, ['counter_gap'], 'one more'],
  ])('unseen, highest 164: counter %i gives %j (%s)', (fCnt, expected) => {
    expect(flagsOf(claimFrame(after([10, 164]), claim(fCnt)))).toEqual(expected);
  });

  test('seen in the window: the same bytes are a duplicate that names the message, others a reused counter', () => {
    const state = after([100, 164]);
    expect(claimFrame(state, claim(100))).toEqual({ verdict: 'duplicate', of: 1100 });
    expect(claimFrame(state, claim(164, 'other'))).toEqual({ verdict: 'f_cnt_reused' });
  });

  test('seen below the window: behind, whatever the bytes', () => {
    const state = after([100, 165]);
    expect(claimFrame(state, claim(100))).toEqual({ verdict: 'f_cnt_behind' });
    expect(claimFrame(state, claim(100, 'other'))).toEqual({ verdict: 'f_cnt_behind' });
  });

  test('sent again by a person: passes below the window if unseen, and only once', () => {
    const state = after([100, 1000]);
    const again = claimFrame(state, claim(500, 'f500', { resent: true }));
    expect(flagsOf(again)).toEqual(['out_of_order']);
    expect(highestCounter(passed(again))).toBe(1000);
    expect(claimFrame(passed(again), claim(500, 'f500', { resent: true }))).toEqual({ verdict: 'f_cnt_behind' });
    expect(claimFrame(state, claim(100, 'f100', { resent: true }))).toEqual({ verdict: 'f_cnt_behind' });
  });
});

describe('a reset-tolerant device', () => {
  const tolerant = { resetTolerant: true };
  const counted = after([0, 1, 2, 3, 100, 200], tolerant);

  test('starts a new instance with bytes never heard before', () => {
    const reset = claimFrame(counted, claim(0, 'new0', tolerant));
    expect(reset).toMatchObject({ verdict: 'forwarded', flags: ['reset'], instance: 1 });
    expect(passed(reset)).toMatchObject({ instance: 1, seen: [[0, 0]], forgotten: 0, recent: [[0, hashOf('new0'), 1000]] });
    expect(claimFrame(counted, claim(200, 'new200', tolerant))).toMatchObject({ flags: ['reset'], instance: 1 });
    expect(claimFrame(after([0, 200]), claim(0, 'new0'))).toEqual({ verdict: 'f_cnt_behind' });
  });

  test('truth 5: a frame of an earlier instance never passes again, neither as a reset nor above the new highest', () => {
    expect(claimFrame(counted, claim(0, 'f0', tolerant))).toEqual({ verdict: 'f_cnt_behind' });
    const reset = passed(claimFrame(counted, claim(0, 'new0', tolerant)));
    expect(claimFrame(reset, claim(100, 'f100', tolerant))).toEqual({ verdict: 'f_cnt_behind' });
    expect(claimFrame(reset, claim(0, 'f0', tolerant))).toEqual({ verdict: 'f_cnt_reused' });
    expect(claimFrame(reset, claim(100, 'f100', { ...tolerant, resent: true }))).toEqual({ verdict: 'f_cnt_behind' });
    expect(claimFrame(reset, claim(0, 'new0', tolerant))).toEqual({ verdict: 'duplicate', of: 1000 });
  });

  test('hashes of the last 4 096 frames are kept', () => {
    let state: ClaimState | undefined;
    for (let fCnt = 0; fCnt <= 4096; fCnt++) state = passed(claimFrame(state, claim(fCnt, `f${fCnt}`, tolerant)));
    expect(state?.hashes).toHaveLength(4096 * 16);
    expect(claimFrame(state, claim(1, 'f1', tolerant))).toEqual({ verdict: 'f_cnt_behind' });
    expect(flagsOf(claimFrame(state, claim(0, 'f0', tolerant)))).toEqual(['reset']);
  });

  test('declared so later: the hashes of the window are known from the start', () => {
    const state = after([0, 100, 101]);
    expect(claimFrame(state, claim(100, 'other', tolerant))).toMatchObject({ flags: ['reset'] });
    const reset = passed(claimFrame(state, claim(0, 'new0', tolerant)));
    expect(claimFrame(reset, claim(101, 'f101', tolerant))).toEqual({ verdict: 'f_cnt_behind' });
  });
});

describe('application events', () => {
  test("the server's word on order is taken: unseen passes however low", () => {
    const state = after([100, 1000]);
    const low = claimEvent(state, claim(5));
    expect(flagsOf(low)).toEqual(['out_of_order']);
    expect(claimEvent(passed(low), claim(5))).toEqual({ verdict: 'f_cnt_behind' });
    expect(flagsOf(claimEvent(undefined, claim(0)))).toEqual([]);
  });

  test('seen: the same bytes are a duplicate, others a reused counter', () => {
    const state = after([100, 164]);
    expect(claimEvent(state, claim(100))).toEqual({ verdict: 'duplicate', of: 1100 });
    expect(claimEvent(state, claim(100, 'other'))).toEqual({ verdict: 'f_cnt_reused' });
  });
});

describe('bounds', () => {
  const everyOther = Array.from({ length: 500 }, (_, i) => 2 * i);

  test('at most 64 intervals; what is given up counts as lost and does not pass again', () => {
    const state = after(everyOther);
    expect(state.seen).toHaveLength(mostIntervals);
    expect(lostCounters(state)).toBe(499);
    expect(claimFrame(state, claim(1, 'f1', { resent: true }))).toEqual({ verdict: 'f_cnt_behind' });
    expect(state.recent).toHaveLength(33);
  });

  test('a state is what the topic `claims` keeps', () => {
    const state = after(everyOther, { resetTolerant: true });
    expect(claimStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test('lost counters lie between the first and the highest', () => {
    expect(lostCounters(after([10]))).toBe(0);
    expect(lostCounters(after([10, 11, 14, 13]))).toBe(1);
  });
});
