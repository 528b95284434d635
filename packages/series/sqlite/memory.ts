import type { Database } from 'better-sqlite3';

/** What is remembered of the file, to be forgotten together. */
export class Memory {
  readonly #parts: readonly { forget(): void }[];
  readonly #dataVersion;
  #seen: unknown;

  constructor(database: Database, parts: readonly { forget(): void }[]) {
    this.#parts = parts;
    this.#dataVersion = database.prepare('PRAGMA data_version').pluck();
    this.#seen = this.#dataVersion.get();
  }

  forget(): void {
    for (const part of this.#parts) part.forget();
  }

  /** No other program should write; when one has, nothing that was remembered is believed. */
  check(): void {
    const now = this.#dataVersion.get();
    if (now !== this.#seen) this.forget();
    this.#seen = now;
  }
}

/** Prepares work in one transaction: all or nothing. Nothing is remembered of one that is rolled back. */
export function inTransaction<Given, Done>(database: Database, memory: Memory, work: (given: Given) => Done): (given: Given) => Done {
  const transaction = database.transaction((given: Given) => {
    memory.check();
    return work(given);
  }).immediate;
  return (given) => {
    try {
      return transaction(given);
    } catch (error) {
      memory.forget();
      throw error;
    }
  };
}
