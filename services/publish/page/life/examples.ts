import type { Ending } from '../data/live-events.ts';

export const kinds = ['forwarded', 'duplicate', 'quarantined'] as const;
export type Kind = (typeof kinds)[number];

/** The newest message of each kind. */
export type Examples = Readonly<Partial<Record<Kind, string>>>;

/** With an ending that was just told; endings of another kind change nothing. */
export function withEnding(examples: Examples, { ending, message }: Pick<Ending, 'ending' | 'message'>): Examples {
  return kinds.some((kind) => kind === ending) ? { ...examples, [ending]: message } : examples;
}
