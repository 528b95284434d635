import { type ReasonName, reasonNames } from '../../packages/model/reasons.ts';
import type { Tally } from '../../packages/model/tally.ts';

/** What became of some messages: accepted = forwarded + duplicate + all of quarantined (truth 2). */
export interface Sum {
  readonly accepted: number;
  readonly forwarded: number;
  readonly duplicate: number;
  /** Reasons that some message waits for. */
  readonly quarantined: Partial<Record<ReasonName, number>>;
  /** Sent again, and ended anew: outside the sum, because these are no new messages (truth 6). */
  readonly released: number;
  /** Sent again when it no longer waited: nothing was done. */
  readonly needless: number;
}

export function sumOf(tallies: readonly Tally[]): Sum {
  const total = (of: (tally: Tally) => number) => tallies.reduce((all, tally) => all + of(tally), 0);
  const reasons = reasonNames.map((reason) => [reason, total(({ quarantined }) => quarantined[reason] ?? 0)] as const);
  const forwarded = total((tally) => tally.forwarded);
  const duplicate = total((tally) => tally.duplicate);
  return {
    accepted: forwarded + duplicate + reasons.reduce((all, [, count]) => all + count, 0),
    forwarded,
    duplicate,
    quarantined: Object.fromEntries(reasons.filter(([, count]) => count !== 0)),
    released: total((tally) => tally.released),
    needless: total((tally) => tally.needless),
  };
}
