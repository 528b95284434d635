import { type LogRecord, type Outgoing, outgoing } from '../../packages/log/contract.ts';
import type { ClaimState, Resent } from '../../packages/model/claim-state.ts';
import { decode } from '../../packages/model/contents.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';

/** State of one kind, by key; remembers what was touched since it was last taken. */
class Kept<T> {
  readonly #topic: Topic<T>;
  readonly #values = new Map<string, T>();
  readonly #touched = new Set<string>();

  constructor(topic: Topic<T>) {
    this.#topic = topic;
  }

  async read(records: AsyncIterable<LogRecord>): Promise<void> {
    for await (const { key, value } of records) if (value) this.#values.set(key, decode(this.#topic, value));
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    this.#values.set(key, value);
    this.#touched.add(key);
  }

  takeTouched(partition: number, time: number): Outgoing[] {
    const records = [...this.#touched].flatMap((key) => {
      const value = this.#values.get(key);
      return value === undefined ? [] : [outgoing(this.#topic, key, value, time, partition)];
    });
    this.#touched.clear();
    return records;
  }
}

/**
 * Decode's state of one partition, in memory: seen counters by session, and the resends carried out.
 * What a batch touched goes out with the batch's commit, one record a key (truth 4).
 */
export class ClaimBook {
  readonly sessions = new Kept(topics.claims);
  readonly resends = new Kept(topics.resends);

  /** `state` gives the live records of a compacted topic's partition. */
  static async read(state: (topic: Topic<unknown>) => AsyncIterable<LogRecord>): Promise<ClaimBook> {
    const book = new ClaimBook();
    await book.sessions.read(state(topics.claims));
    await book.resends.read(state(topics.resends));
    return book;
  }

  session(key: string): ClaimState | undefined {
    return this.sessions.get(key);
  }

  resend(id: string): Resent | undefined {
    return this.resends.get(id);
  }

  takeTouched(partition: number, time: number): Outgoing[] {
    return [...this.sessions.takeTouched(partition, time), ...this.resends.takeTouched(partition, time)];
  }
}
