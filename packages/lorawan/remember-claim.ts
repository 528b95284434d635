import type { ClaimState } from '../model/claim-state.ts';
import { addCounter, countBetween } from './counter-intervals.ts';
import { addHash } from './kept-hashes.ts';

/** What claims a counter: a verified frame, or what a network server says it verified. */
export interface EventClaim {
  readonly fCnt: number;
  /** Of the bytes: 16 hex digits, lower case. */
  readonly hash: string;
  /** Of the message, for a later duplicate to name. */
  readonly offset: number;
}

/** Hashes are kept for counters from highest − 64 up; what is unseen there may still come. */
export const claimWindow = 64;
/** More intervals of seen counters than this are not kept: the two lowest become one. */
export const mostIntervals = 64;

/** The highest counter that passed in this instance; −1 before the first. */
export const highestCounter = (state: ClaimState): number => state.seen.at(-1)?.[1] ?? -1;

/** For the ledger of losses: counters between the first and the highest of this instance that never passed. */
export const lostCounters = (state: ClaimState): number => countBetween(state.seen) + state.forgotten;

/** A session's first state, or that of its next instance; `hashes` are those kept so far for the key, undefined to keep none. */
export function startInstance(instance: number, claim: EventClaim, hashes: string | undefined): ClaimState {
  return remember({ instance, seen: [], forgotten: 0, recent: [] }, claim, hashes);
}

/** The state after this claim passed; its counter must be unseen. The given state stays as it is. */
export function remember(state: ClaimState, claim: EventClaim, hashes: string | undefined): ClaimState {
  const { seen, forgotten } = bounded(addCounter(state.seen, claim.fCnt));
  const highest = seen.at(-1)?.[1] ?? claim.fCnt;
  return {
    instance: state.instance,
    seen,
    forgotten: state.forgotten + forgotten,
    recent: recentFrom(highest - claimWindow, state.recent, claim),
    ...(hashes === undefined ? {} : { hashes: addHash(hashes, claim.hash) }),
  };
}

/** At most `mostIntervals`; what lay between the two that became one counts as seen from now on, and as forgotten. */
function bounded(seen: ClaimState['seen']): Pick<ClaimState, 'seen' | 'forgotten'> {
  const [lowest, next, ...others] = seen;
  if (lowest === undefined || next === undefined || seen.length <= mostIntervals) return { seen, forgotten: 0 };
  return { seen: [[lowest[0], next[1]], ...others], forgotten: countBetween([lowest, next]) };
}

/** Ascending, from counter `lowest` up. */
function recentFrom(lowest: number, recent: ClaimState['recent'], { fCnt, hash, offset }: EventClaim): ClaimState['recent'] {
  const kept = recent.filter(([counter]) => counter >= lowest);
  if (fCnt < lowest) return kept;
  const at = kept.findIndex(([counter]) => counter > fCnt);
  kept.splice(at < 0 ? kept.length : at, 0, [fCnt, hash, offset]);
  return kept;
}
