import type { Ending } from '../../../packages/model/ending.ts';
import type { ReasonName } from '../../../packages/model/reasons.ts';

/** What became of the messages received in the last 60 seconds. */
export interface MinuteCount {
  readonly heard: number;
  readonly forwarded: number;
  readonly duplicate: number;
  /** The sum of `reasons`. */
  readonly quarantined: number;
  readonly reasons: Partial<Record<ReasonName, number>>;
}

interface Second {
  readonly second: number;
  forwarded: number;
  duplicate: number;
  readonly reasons: Partial<Record<ReasonName, number>>;
}

const length = 60;

/**
 * Counts endings by the second in which their messages were received. A message sent again was heard before, and so was one that a rebuild
 * ends anew: neither is counted anew (truth 6).
 */
export class Minute {
  readonly #seconds = new Map<number, Second>();

  count(ending: Ending): void {
    if (ending.ending === 'needless' || ending.released || ending.corrects) return;
    const second = this.#second(Math.floor(ending.receivedTime / 1000));
    if (!second) return;
    if (ending.ending === 'quarantined') second.reasons[ending.reason] = (second.reasons[ending.reason] ?? 0) + 1;
    else second[ending.ending] += 1;
  }

  /** Up to and with the second of `now`, ms. */
  until(now: number): MinuteCount & { readonly from: number; readonly to: number } {
    const last = Math.floor(now / 1000);
    const sum = { heard: 0, forwarded: 0, duplicate: 0, quarantined: 0 };
    const reasons: Partial<Record<ReasonName, number>> = {};
    for (const second of this.#seconds.values()) {
      if (second.second <= last - length || second.second > last) continue;
      sum.forwarded += second.forwarded;
      sum.duplicate += second.duplicate;
      for (const [reason, count] of Object.entries(second.reasons) as [ReasonName, number][]) {
        reasons[reason] = (reasons[reason] ?? 0) + count;
        sum.quarantined += count;
      }
    }
    sum.heard = sum.forwarded + sum.duplicate + sum.quarantined;
    return { ...sum, reasons, from: (last + 1 - length) * 1000, to: (last + 1) * 1000 };
  }

  /** One slot for each second of a minute: a newer second takes the place of an older one. */
  #second(second: number): Second | undefined {
    const slot = second % length;
    const there = this.#seconds.get(slot);
    if (there?.second === second) return there;
    if (there && there.second > second) return undefined;
    const fresh: Second = { second, forwarded: 0, duplicate: 0, reasons: {} };
    this.#seconds.set(slot, fresh);
    return fresh;
  }
}
