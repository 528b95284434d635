import type { Minute } from '../data/shapes.ts';

/** Heard, and still on its way through the steps. */
export function underWay({ heard, forwarded, duplicate, quarantined, lost }: Minute): number {
  return Math.max(0, heard - forwarded - duplicate - quarantined - lost);
}

/** Reasons of the refusals, the most frequent first. */
export function reasonsOf({ reasons }: Minute): (readonly [name: string, count: number])[] {
  return Object.entries(reasons)
    .filter(([, count]) => count > 0)
    .sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1));
}
