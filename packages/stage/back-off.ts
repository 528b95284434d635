import { setTimeout as delay } from 'node:timers/promises';

/** Waits between attempts, ms: doubling from `first` up to `most`, for ever. */
export interface BackOff {
  readonly first: number;
  readonly most: number;
}

export const ordinaryBackOff: BackOff = { first: 50, most: 10_000 };

/**
 * Calls `attempt` until it succeeds. An error that `transient` accepts is reported and tried again after a bounded, growing wait, for ever;
 * any other is thrown. Once `signal` has aborted, the last error is thrown instead of waiting on.
 */
export async function untilDone<T>(
  attempt: () => Promise<T>,
  options: { transient(error: unknown): boolean; report(error: unknown, wait: number): void; signal: AbortSignal; backOff?: BackOff },
): Promise<T> {
  const { first, most } = options.backOff ?? ordinaryBackOff;
  for (let wait = first; ; wait = Math.min(2 * wait, most)) {
    try {
      return await attempt();
    } catch (error) {
      if (!options.transient(error) || options.signal.aborted) throw error;
      options.report(error, wait);
      await pause(wait, options.signal);
    }
  }
}

/** Ends after `ms`, or at once when `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
