import { type Cell, cell } from '../cell.ts';
import { fetchJson } from './api.ts';
import { asFault } from './fault.ts';
import { live } from './live.ts';
import { loading, type Part, withFault } from './part.ts';

/** An answer of the API that is kept, and asked for again when the live connection missed something or is down. */
export interface Asked<T> {
  readonly part: Cell<Part<T>>;
  /** Asks now. */
  again(): void;
  /** Stops asking. */
  stop(): void;
}

/** Asks at once. `read` takes from the answer what is kept. */
export function ask<A, T>(address: string, read: (answer: A) => T): Asked<T> {
  const part = cell<Part<T>>(loading);
  let running = new AbortController();
  const again = async () => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      part.set({ value: read(await fetchJson<A>(address, signal)) });
    } catch (error) {
      if (!signal.aborted) part.set(withFault(part.get(), asFault(error)));
    }
  };
  const endListening = live.onGap(again);
  again();
  return {
    part,
    again,
    stop: () => {
      endListening();
      running.abort();
    },
  };
}
