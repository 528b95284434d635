import { api } from '../data/api.ts';
import { ask } from '../data/ask.ts';
import type { Reason } from '../data/shapes.ts';
import { useCell } from '../use-cell.ts';

const nothingKnown: ReadonlyMap<string, Reason> = new Map();

const reasons = ask<{ readonly reasons: readonly Reason[] }, ReadonlyMap<string, Reason>>(
  api('reasons'),
  (answer) => new Map(answer.reasons.map((reason) => [reason.name, reason])),
);

/** Why a message may be refused, by name; empty until it is known. */
export function useReasons(): ReadonlyMap<string, Reason> {
  return useCell(reasons.part).value ?? nothingKnown;
}
