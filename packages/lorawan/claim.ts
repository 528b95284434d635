import type { ClaimState } from '../model/claim-state.ts';
import { hasCounter } from './counter-intervals.ts';
import { hasHash } from './kept-hashes.ts';
import { claimWindow, type EventClaim, highestCounter, remember, startInstance } from './remember-claim.ts';

/** A larger step forward is flagged (MAX_FCNT_GAP of LoRaWAN up to 1.0.3). */
const largestUnflaggedGap = 16_384;

/** A frame whose MIC is verified, at its 32-bit counter. */
export interface FrameClaim extends EventClaim {
  /** The register says of the device that it may start again at 0 with the same keys. */
  readonly resetTolerant: boolean;
  /** A person sent the message again. */
  readonly resent: boolean;
}

export type ClaimFlag = 'out_of_order' | 'counter_gap' | 'reset';

/** Only `forwarded` carries a new state: nothing else moves a counter (truth 5). */
export type ClaimVerdict =
  | { readonly verdict: 'forwarded'; readonly flags: ClaimFlag[]; readonly state: ClaimState; readonly instance: number }
  | { readonly verdict: 'duplicate'; readonly of: number }
  | { readonly verdict: 'f_cnt_reused' }
  | { readonly verdict: 'f_cnt_behind' };

const behind = { verdict: 'f_cnt_behind' } as const;
const reused = { verdict: 'f_cnt_reused' } as const;

/** Decides on a verified frame (ARCHITECTURE §4, Claim). The given state stays as it is; undefined: the session's first frame. */
export function claimFrame(state: ClaimState | undefined, claim: FrameClaim): ClaimVerdict {
  if (state === undefined) return forwarded(startInstance(0, claim, undefined), []);
  const seen = verdictOnSeen(state, claim);
  if (seen?.verdict === 'duplicate') return seen;
  const refused = seen ?? (isBelowWindow(state, claim) && !claim.resent ? behind : undefined);
  const hashes = hashesKept(state, claim);
  // An earlier instance's frame may be unseen in this one, even above its highest: it would pass a second time.
  if (hashes !== undefined && hasHash(hashes, claim.hash)) return refused ?? behind;
  if (refused === undefined) return forwarded(remember(state, claim, hashes), orderFlags(state, claim));
  return claim.resetTolerant ? forwarded(startInstance(state.instance + 1, claim, hashes), ['reset']) : refused;
}

/** Decides on an application event: the server's word on order is taken, so that nothing unseen is behind. */
export function claimEvent(state: ClaimState | undefined, claim: EventClaim): ClaimVerdict {
  if (state === undefined) return forwarded(startInstance(0, claim, undefined), []);
  return verdictOnSeen(state, claim) ?? forwarded(remember(state, claim, state.hashes), orderFlags(state, claim));
}

const forwarded = (state: ClaimState, flags: ClaimFlag[]): ClaimVerdict => ({
  verdict: 'forwarded',
  flags,
  state,
  instance: state.instance,
});

/** Undefined: the counter is unseen. Without its hash a seen counter cannot be told from a repetition: it is behind. */
function verdictOnSeen(state: ClaimState, { fCnt, hash }: EventClaim): ClaimVerdict | undefined {
  if (!hasCounter(state.seen, fCnt)) return undefined;
  const kept = state.recent.find(([counter]) => counter === fCnt);
  if (kept === undefined) return behind;
  return kept[1] === hash ? { verdict: 'duplicate', of: kept[2] } : reused;
}

const isBelowWindow = (state: ClaimState, { fCnt }: EventClaim): boolean => fCnt < highestCounter(state) - claimWindow;

/** Undefined: none are kept for this key. A device that has only now become reset-tolerant begins with those of the window. */
function hashesKept(state: ClaimState, { resetTolerant }: FrameClaim): string | undefined {
  return state.hashes ?? (resetTolerant ? state.recent.map(([, hash]) => hash).join('') : undefined);
}

function orderFlags(state: ClaimState, { fCnt }: EventClaim): ClaimFlag[] {
  const gap = fCnt - highestCounter(state);
  if (gap < 0) return ['out_of_order'];
  return gap > largestUnflaggedGap ? ['counter_gap'] : [];
}
