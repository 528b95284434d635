import { setTimeout as delay } from 'node:timers/promises';

const lookEvery = 100;

interface Waiter {
  readonly topics: readonly string[];
  readonly signal: AbortSignal;
  readonly wake: () => void;
  /** Sum of the ends at the call; undefined until it is known. */
  before: number | undefined;
}

/** Sum of the ends of a topic's partitions. */
export type EndOf = (topic: string) => Promise<number>;

/** Wakes who waits for topics to grow: at once by what this process writes, by looking at the servers otherwise, only while somebody waits. */
export class EndsWatch {
  readonly #endOf: EndOf;
  readonly #waiters = new Set<Waiter>();
  readonly #snapshots = new Set<Promise<void>>();
  #looking = false;

  constructor(endOf: EndOf) {
    this.#endOf = endOf;
  }

  /** Resolves when one of the topics has grown since the call, or `signal` aborts; never rejects. When the servers cannot be asked: who looks is told. */
  changed(topics: readonly string[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiter: Waiter = { topics, signal, before: undefined, wake: () => this.#release(waiter, resolve) };
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', waiter.wake);
      this.#waiters.add(waiter);
      const snapshot = this.#sum(topics).then(
        (sum) => {
          waiter.before = sum;
        },
        () => waiter.wake(),
      );
      this.#snapshots.add(snapshot);
      snapshot.finally(() => this.#snapshots.delete(snapshot));
      this.#look();
    });
  }

  /** This process has written to these. */
  grown(topics: Iterable<string>): void {
    const grown = new Set(topics);
    for (const waiter of this.#waiters) if (waiter.topics.some((topic) => grown.has(topic))) waiter.wake();
  }

  /** What is read from now on is at least as new as what those who wait have seen. */
  async snapshotsTaken(): Promise<void> {
    await Promise.all(this.#snapshots);
  }

  wakeAll(): void {
    for (const waiter of this.#waiters) waiter.wake();
  }

  #release(waiter: Waiter, resolve: () => void): void {
    waiter.signal.removeEventListener('abort', waiter.wake);
    this.#waiters.delete(waiter);
    resolve();
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    while (this.#waiters.size > 0) {
      await delay(lookEvery, undefined, { ref: false });
      await this.#lookOnce();
    }
    this.#looking = false;
  }

  async #lookOnce(): Promise<void> {
    const waiting = [...this.#waiters].filter(({ before }) => before !== undefined);
    const topics = [...new Set(waiting.flatMap((waiter) => waiter.topics))];
    try {
      const ends = new Map(await Promise.all(topics.map(async (topic) => [topic, await this.#endOf(topic)] as const)));
      for (const waiter of waiting) if (sum(waiter.topics.map((topic) => ends.get(topic) ?? 0)) !== waiter.before) waiter.wake();
    } catch {
      // Not lost: everybody is woken, reads and meets the same error where it can be told.
      for (const waiter of waiting) waiter.wake();
    }
  }

  async #sum(topics: readonly string[]): Promise<number> {
    return sum(await Promise.all(topics.map(this.#endOf)));
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
