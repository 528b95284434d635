import { expect } from '@jest/globals';
import type { ClaimState } from '../../model/claim-state.ts';
import { type ClaimVerdict, claimFrame } from '../claim.ts';
import { counterCandidates } from '../counter-candidates.ts';
import { findSession } from '../find-session.ts';
import { type PhyPayload, parsePhyPayload } from '../phy-payload.ts';
import { highestCounter, lostCounters } from '../remember-claim.ts';
import { aes, bytes, hex, type Vector } from './vector.ts';

/** Theirs starts from the next counter expected and wraps around after 32 bits; ours never wraps (then the keys must be renewed). */
export function checkReconstruction({ params, expect: expected }: Vector): void {
  const { nextExpectedFullFCnt = 0, fCnt16 = 0 } = params ?? {};
  const highest = nextExpectedFullFCnt === 0 ? undefined : nextExpectedFullFCnt - 1;
  const [rebuilt = -1] = counterCandidates(fCnt16, highest);
  if (expected['fullFCnt'] === 0 && highest !== undefined && highest > 0xffff) expect(rebuilt).toBeLessThan(highest);
  else expect(rebuilt).toBe(expected['fullFCnt']);
}

type Ending = ClaimVerdict['verdict'] | 'mic_mismatch';
interface Received {
  readonly ending: Ending;
  readonly fCnt?: number;
  readonly next?: ClaimState;
}

/** The vectors' words for a verdict, and ours: theirs call every repeated counter but the last a replay; ours know the bytes within the window. */
const words: [theirs: RegExp, ours: Ending[]][] = [
  [/^accept/, ['forwarded']],
  [/^duplicate/, ['duplicate']],
  [/reuse/i, ['f_cnt_reused']],
  [/replay/i, ['duplicate', 'f_cnt_behind', 'f_cnt_reused']],
  [/reset/i, ['f_cnt_behind', 'f_cnt_reused']],
  [/reject/i, ['f_cnt_behind', 'f_cnt_reused', 'mic_mismatch']],
];

/** Frame after frame into a fresh verifier. */
export function checkSequence({ keys, frames = [] }: Vector): void {
  const nwkSKey = bytes(keys?.['NwkSKey']);
  let state: ClaimState | undefined;
  for (const [offset, { expect: word, fullFCntAtSender, phyPayloadHex }] of frames.entries()) {
    const { ending, fCnt, next } = receive(nwkSKey, state, parsePhyPayload(bytes(phyPayloadHex)), offset);
    expect([word, words.find(([theirs]) => theirs.test(word))?.[1]]).toEqual([word, expect.arrayContaining([ending])]);
    if (ending !== 'mic_mismatch') expect(fCnt).toBe(fullFCntAtSender);
    const gap = /gap=(\d+)/.exec(word)?.[1];
    if (gap !== undefined && next && state) expect(lostCounters(next) - lostCounters(state)).toBe(Number(gap));
    state = next ?? state;
  }
}

/** A verifier as small as can be: the counter that fits, then its claim. The bytes' MIC serves as their hash. */
function receive(nwkSKey: Uint8Array, state: ClaimState | undefined, frame: PhyPayload, offset: number): Received {
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  const candidate = { keys: { fNwkSIntKey: nwkSKey }, highest: state && highestCounter(state) };
  const found = findSession(aes, [candidate], frame);
  if (found === undefined) return { ending: 'mic_mismatch' };
  const { fCnt } = found;
  const hash = hex(frame.mic).padStart(16, '0');
  const claimed = claimFrame(state, { fCnt, hash, offset, resetTolerant: false, resent: false });
  return { ending: claimed.verdict, fCnt, ...(claimed.verdict === 'forwarded' ? { next: claimed.state } : {}) };
}
