interface Waiter {
  readonly topics: readonly string[];
  wake(): void;
}

/** How often another process's writes are looked for, while somebody waits. */
const pollMs = 200;

/**
 * Who waits for new records, woken by this process's writes at once and by another process's within `pollMs`.
 * A waiter looks at the file, then waits, without an `await` between: no wake can fall between the two.
 */
export class Wakes {
  readonly #waiters = new Set<Waiter>();
  readonly #dataVersion: () => number;
  #seen: number | undefined;
  #poll: NodeJS.Timeout | undefined;

  /** @param dataVersion changes when another connection has written (`PRAGMA data_version`). */
  constructor(dataVersion: () => number) {
    this.#dataVersion = dataVersion;
  }

  /** Resolves when one of the topics may have changed, or when `signal` aborts. */
  next(topics: readonly string[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = () => {
        this.#leave(waiter);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiter = { topics, wake };
      this.#join(waiter);
      signal.addEventListener('abort', wake);
    });
  }

  /** Wakes who waits for one of these topics; without names, everybody. */
  wake(topics?: ReadonlySet<string>): void {
    for (const waiter of [...this.#waiters]) {
      if (topics === undefined || waiter.topics.some((name) => topics.has(name))) waiter.wake();
    }
  }

  #join(waiter: Waiter): void {
    this.#waiters.add(waiter);
    this.#poll ??= setInterval(() => this.#look(), pollMs);
  }

  #leave(waiter: Waiter): void {
    this.#waiters.delete(waiter);
    if (this.#waiters.size > 0) return;
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  #look(): void {
    const version = this.#versionNow();
    if (version !== undefined && version === this.#seen) return;
    this.#seen = version;
    this.wake();
  }

  #versionNow(): number | undefined {
    try {
      return this.#dataVersion();
    } catch {
      // Not lost: everybody is woken, reads the file again and meets the same error where it can be told.
      return undefined;
    }
  }
}
