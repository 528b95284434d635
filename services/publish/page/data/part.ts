import type { Fault } from './fault.ts';

/** What a view shows: nothing yet (loading), a value (ready), a fault (failed), or both: a value that could not be renewed (stale). */
export interface Part<T> {
  readonly value?: T;
  readonly fault?: Fault;
}

export type PartState = 'loading' | 'ready' | 'failed' | 'stale';

export const loading: Part<never> = {};

export function stateOf({ value, fault }: Part<unknown>): PartState {
  if (value === undefined) return fault ? 'failed' : 'loading';
  return fault ? 'stale' : 'ready';
}

/** The part after a question failed: what was known stays. */
export function withFault<T>({ value }: Part<T>, fault: Fault): Part<T> {
  return value === undefined ? { fault } : { value, fault };
}

/** The part with its value changed; one without a value stays as it is. */
export function changed<T>(part: Part<T>, change: (value: T) => T): Part<T> {
  return part.value === undefined ? part : { ...part, value: change(part.value) };
}
