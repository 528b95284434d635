import { setTimeout as delay } from 'node:timers/promises';

/** Gives 0, 1, 2, … so many a second, `count` in all or until `signal` aborts; what is late comes at once. */
export async function* evenly(perSecond: number, count = Number.POSITIVE_INFINITY, signal?: AbortSignal): AsyncGenerator<number> {
  const start = performance.now();
  for (let n = 0; n < count && !signal?.aborted; ) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1_000) * perSecond) + 1);
    while (n < due && !signal?.aborted) yield n++;
    await delay(Math.min(5, 1_000 / perSecond));
  }
}
