import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ClaimState } from '../model/claim-state.ts';
import { claimEvent, claimFrame, type FrameClaim } from './claim.ts';
import { highestCounter, lostCounters, mostIntervals } from './remember-claim.ts';

/** The rules as they are told, with everything remembered for ever: what the bounded state must agree with. */
class NaiveSession {
  instance = 0;
  passedHere = new Map<number, { hash: string; offset: number }>();
  passedEver = new Set<string>();

  get highest(): number {
    return Math.max(-1, ...this.passedHere.keys());
  }

  frame(claim: FrameClaim): string {
    const first = this.passedHere.size === 0;
    const refused = first ? undefined : this.#refusal(claim);
    if (refused?.startsWith('duplicate')) return refused;
    if (claim.resetTolerant && this.passedEver.has(claim.hash)) return refused ?? 'f_cnt_behind';
    if (refused === undefined) return this.#pass(claim);
    if (!claim.resetTolerant) return refused;
    this.instance += 1;
    this.passedHere.clear();
    this.#pass(claim);
    return `forwarded reset`;
  }

  event(claim: FrameClaim): string {
    return this.#refusalOfSeen(claim) ?? this.#pass(claim);
  }

  #refusal(claim: FrameClaim): string | undefined {
    const isBelow = claim.fCnt < this.highest - 64;
    return this.#refusalOfSeen(claim) ?? (isBelow && !claim.resent ? 'f_cnt_behind' : undefined);
  }

  #refusalOfSeen({ fCnt, hash }: FrameClaim): string | undefined {
    const seen = this.passedHere.get(fCnt);
    if (seen === undefined) return undefined;
    if (fCnt < this.highest - 64) return 'f_cnt_behind';
    return seen.hash === hash ? `duplicate ${seen.offset}` : 'f_cnt_reused';
  }

  #pass({ fCnt, hash, offset }: FrameClaim): string {
    const gap = this.passedHere.size === 0 ? 0 : fCnt - this.highest;
    this.passedHere.set(fCnt, { hash, offset });
    this.passedEver.add(hash);
    return `forwarded ${gap < 0 ? 'out_of_order' : gap > 16_384 ? 'counter_gap' : ''}`.trimEnd();
  }
}

/** Bytes differ by counter and variant; a small range makes all cases meet. */
const claims = fc
  .array(
    fc.record({
      fCnt: fc.oneof({ weight: 9, arbitrary: fc.nat(150) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff_ffff }) }),
      variant: fc.nat(2),
      resent: fc.boolean(),
    }),
    { maxLength: 120, size: 'max' },
  )
  .map((claims) => claims.map(({ fCnt, variant, resent }, offset) => ({ fCnt, hash: hashOf(fCnt, variant), offset, resent })));

const hashOf = (fCnt: number, variant: number) => fCnt.toString(16).padStart(12, '0') + variant.toString(16).padStart(4, '0');

const told = (verdict: ReturnType<typeof claimFrame>): string => {
  if (verdict.verdict === 'forwarded') return ['forwarded', ...verdict.flags].join(' ');
  return verdict.verdict === 'duplicate' ? `duplicate ${verdict.of}` : verdict.verdict;
};

/** A change of a frozen state throws. */
function frozen(state: ClaimState): ClaimState {
  for (const entry of [...state.seen, ...state.recent, state.seen, state.recent]) Object.freeze(entry);
  return Object.freeze(state);
}

test.each([false, true])('truth 5: frames get the verdicts of the naive rules (reset-tolerant: %s)', (resetTolerant) => {
  fc.assert(
    fc.property(claims, (claims) => {
      const naive = new NaiveSession();
      let state: ClaimState | undefined;
      const ours = claims.map((given) => {
        const verdict = claimFrame(state, { ...given, resetTolerant });
        if (verdict.verdict === 'forwarded') state = frozen(verdict.state);
        return [told(verdict), state?.instance, state && highestCounter(state)];
      });
      expect(ours).toEqual(claims.map((given) => [naive.frame({ ...given, resetTolerant }), naive.instance, naive.highest]));
    }),
    { numRuns: 500 },
  );
});

test("truth 5: events get the verdicts of the naive rules, which take the server's word on order", () => {
  fc.assert(
    fc.property(claims, (claims) => {
      const naive = new NaiveSession();
      let state: ClaimState | undefined;
      const ours = claims.map((given) => {
        const verdict = claimEvent(state, given);
        if (verdict.verdict === 'forwarded') state = frozen(verdict.state);
        return told(verdict);
      });
      expect(ours).toEqual(claims.map((given) => naive.event({ ...given, resetTolerant: false })));
    }),
    { numRuns: 500 },
  );
});

test.each([false, true])(
  'truth 5: no frame passes twice, no counter moves back, and memory stays bounded (reset-tolerant: %s)',
  (resetTolerant) => {
    const manyGaps = fc.array(fc.record({ fCnt: fc.nat(2000), resent: fc.boolean() }), { minLength: 200, maxLength: 600, size: 'max' });
    fc.assert(
      fc.property(manyGaps, (claims) => {
        const passed: { fCnt: number; state: ClaimState }[] = [];
        let state: ClaimState | undefined;
        for (const { fCnt, resent } of claims) {
          const verdict = claimFrame(state, { fCnt, hash: hashOf(fCnt, 0), offset: 0, resent, resetTolerant });
          if (verdict.verdict !== 'forwarded') continue;
          state = frozen(verdict.state);
          passed.push({ fCnt, state });
        }
        const counters = passed.map(({ fCnt }) => fCnt);
        const places = passed.map(({ state }) => [state.instance, highestCounter(state)] as const);
        expect(new Set(counters).size).toBe(counters.length);
        expect(places).toEqual([...places].sort(([a, b], [c, d]) => a - c || b - d));
        expect(passed.filter(({ state }) => state.seen.length > mostIntervals || state.recent.length > 65)).toEqual([]);
        if (state?.instance !== 0) return;
        expect(lostCounters(state)).toBe(Math.max(...counters) - Math.min(...counters) + 1 - counters.length);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  },
);
