import type { Reading } from '../../model/reading.ts';

/** ms for which the newest of all datastreams may be given again: another process may have written meanwhile. */
const longest = 2_000;

/** The newest reading of every datastream: read once for all who ask at the same time, and for those who ask soon after. */
export class NewestOfAll {
  readonly #read: () => Promise<Reading[]>;
  #answer: Promise<Reading[]> | undefined;
  #asked = 0;

  constructor(read: () => Promise<Reading[]>) {
    this.#read = read;
  }

  async read(): Promise<Reading[]> {
    const now = performance.now();
    if (this.#answer === undefined || now - this.#asked > longest) {
      this.#asked = now;
      this.#answer = this.#read();
    }
    const mine = this.#answer;
    try {
      return [...(await mine)];
    } catch (error) {
      if (this.#answer === mine) this.#answer = undefined;
      throw error;
    }
  }

  /** Forgets when the work has ended, whether well or not: some of it may be there. */
  async forgetAfter<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } finally {
      this.#answer = undefined;
    }
  }
}
