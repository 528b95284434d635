import type { Refused } from '../data/shapes.ts';

/** Frames that the page remembers. */
const mostKept = 12;

/** The list with what was refused since, the newest first, each once. */
export function withRefused(known: readonly Refused[], more: readonly Refused[]): readonly Refused[] {
  const all = new Map([...known, ...more].map((frame) => [frame.message, frame]));
  return [...all.values()].sort((a, b) => (a.receivedTime < b.receivedTime ? 1 : -1)).slice(0, mostKept);
}

/** How far a frame came before it was refused: what Vigie says about it depends on that. */
export type Reach = 'untouched' | 'number_taken' | 'not_kept';

/** Before the claim nothing at all has changed (truth 5); a genuine frame that fails later has used its number. */
export function reachOf({ step, reason }: Pick<Refused, 'step' | 'reason'>): Reach {
  if (reason === 'foreign_net_id') return 'not_kept';
  return beyondTheClaim.has(step.replaceAll(' ', '_').toLowerCase()) ? 'number_taken' : 'untouched';
}

const beyondTheClaim = new Set(['decrypt', 'run_codec', 'normalise', 'forward', 'store']);
