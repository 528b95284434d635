import type { LogRecord } from '../contract.ts';
import type { Reader } from './reader.ts';

/** One fetch brings about this many bytes; below `enough` held bytes the next is asked for before they are wanted. */
const fetchBytes = 2 * 2 ** 20;
const enough = 2 ** 20;
/** How long one look waits for something to come, ms. */
const wait = 500;

/** Reads a partition on while what was read is worked on. */
export class Ahead {
  readonly #reader: Reader;
  readonly #topic: string;
  readonly #partition: number;
  readonly #signal: AbortSignal;
  #held: LogRecord[] = [];
  #bytes = 0;
  /** Offset after the last record that was taken; -1: none yet. */
  #taken = -1;
  /** Offset of the next fetch: no record lies between what is held and here. */
  #next = 0;
  #look: Promise<void> | undefined;

  /** @param signal ends every wait */
  constructor(reader: Reader, topic: string, partition: number, signal: AbortSignal) {
    this.#reader = reader;
    this.#topic = topic;
    this.#partition = partition;
    this.#signal = signal;
  }

  /** Records from `offset` on, at most `limit`; [] when only control records have come, or the signal has aborted. @throws LogUnavailable, RangeError */
  async take(offset: number, limit: number): Promise<LogRecord[]> {
    if (offset !== this.#taken) await this.#restart(offset);
    if (this.#held.length === 0) await this.#filled();
    if (this.#signal.aborted) return [];
    const records = this.#held.splice(0, limit);
    for (const { value } of records) this.#bytes -= value?.length ?? 0;
    const last = records.at(-1);
    if (last) this.#taken = last.offset + 1;
    // What comes while these are worked on; should it fail, whoever takes next is told.
    if (this.#bytes < enough && this.#held.length < limit) this.#fill().catch(() => undefined);
    return records;
  }

  /** Where the records from `offset` on really begin, as far as is known: what lies between are control records. */
  after(offset: number): number {
    if (offset !== this.#taken) return offset;
    return this.#held[0]?.offset ?? this.#next;
  }

  /** Resolves when a look has ended or the signal has aborted. Not a race with a promise of the signal: each would stay with it for ever. */
  #filled(): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => resolve();
      this.#signal.addEventListener('abort', stop, { once: true });
      this.#fill()
        .finally(() => this.#signal.removeEventListener('abort', stop))
        .then(resolve, reject);
      if (this.#signal.aborted) resolve();
    });
  }

  async #restart(offset: number): Promise<void> {
    await Promise.allSettled([this.#look]);
    this.#held = [];
    this.#bytes = 0;
    this.#taken = offset;
    this.#next = offset;
  }

  #fill(): Promise<void> {
    this.#look ??= this.#fetch().finally(() => {
      this.#look = undefined;
    });
    return this.#look;
  }

  async #fetch(): Promise<void> {
    const { records, next } = await this.#reader.fetch(this.#topic, this.#partition, this.#next, { wait, bytes: fetchBytes });
    for (const record of records) this.#held.push(record);
    for (const { value } of records) this.#bytes += value?.length ?? 0;
    this.#next = next;
  }
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
