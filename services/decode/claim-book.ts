import { type LogRecord, type Outgoing, outgoing, removal } from '../../packages/log/contract.ts';
import type { ClaimState, Resent } from '../../packages/model/claim-state.ts';
import { decode, encode } from '../../packages/model/contents.ts';
import type { Compared } from '../../packages/model/rebuild.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import { MicBudget } from './mic-budget.ts';
import { Turns } from './turns.ts';

/** State of one kind, by key; remembers what was touched since it was last taken. */
export class Kept<T> {
  readonly #topic: Topic<T>;
  #values = new Map<string, T>();
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

  entries(): IterableIterator<[string, T]> {
    return this.#values.entries();
  }

  /** What the other has and this one has otherwise, or not, or alone. */
  compare(other: Kept<T>): Compared & { readonly keys: readonly string[] } {
    const keys = [...new Set([...this.#values.keys(), ...other.#values.keys()])];
    const differing = keys.filter((key) => this.#text(key) !== other.#text(key));
    const missing = differing.filter((key) => !this.#values.has(key)).length;
    return { equal: keys.length - differing.length, missing, other: differing.length - missing, keys: differing };
  }

  /** Takes the other's values in place of its own; what differs counts as touched. */
  become(other: Kept<T>): void {
    for (const key of this.compare(other).keys) this.#touched.add(key);
    this.#values = new Map(other.#values);
  }

  /** A key that is no more is removed from the topic. */
  takeTouched(partition: number, time: number): Outgoing[] {
    const records = [...this.#touched].map((key) => {
      const value = this.#values.get(key);
      return value === undefined ? removal(this.#topic, key, time, partition) : outgoing(this.#topic, key, value, time, partition);
    });
    this.#touched.clear();
    return records;
  }

  /** The same text for the same value, whoever made it. */
  #text(key: string): string | undefined {
    const value = this.#values.get(key);
    return value === undefined ? undefined : Buffer.from(encode(this.#topic, this.#topic.schema.parse(value))).toString();
  }
}

/** Where a book is kept. */
export interface BookTopics {
  readonly claims: Topic<ClaimState>;
  readonly resends: Topic<Resent>;
}

/** Of a generation that is being rebuilt beside the living one. */
export const generationTopics: BookTopics = { claims: topics.generationClaims, resends: topics.generationResends };

/**
 * Decode's state of one partition, in memory: seen counters by session, and the resends carried out.
 * What a batch touched goes out with the batch's commit, one record a key (truth 4).
 */
export class ClaimBook {
  readonly sessions: Kept<ClaimState>;
  readonly resends: Kept<Resent>;
  /** A session's codec runs one after another, for the next one asks how the last one went. */
  readonly codecTurns = new Turns();
  /** Not kept: it is full again before long. */
  readonly micBudget = new MicBudget();

  constructor(where: BookTopics = topics) {
    this.sessions = new Kept(where.claims);
    this.resends = new Kept(where.resends);
  }

  /** `state` gives the live records of a compacted topic's partition. */
  static async read(state: (topic: Topic<unknown>) => AsyncIterable<LogRecord>, where: BookTopics = topics): Promise<ClaimBook> {
    const book = new ClaimBook(where);
    await book.sessions.read(state(where.claims));
    await book.resends.read(state(where.resends));
    return book;
  }

  session(key: string): ClaimState | undefined {
    return this.sessions.get(key);
  }

  resend(id: string): Resent | undefined {
    return this.resends.get(id);
  }

  /** How the other differs. */
  compare(other: ClaimBook): Compared {
    const [a, b] = [this.sessions.compare(other.sessions), this.resends.compare(other.resends)];
    return { equal: a.equal + b.equal, missing: a.missing + b.missing, other: a.other + b.other };
  }

  become(other: ClaimBook): void {
    this.sessions.become(other.sessions);
    this.resends.become(other.resends);
  }

  takeTouched(partition: number, time: number): Outgoing[] {
    return [...this.sessions.takeTouched(partition, time), ...this.resends.takeTouched(partition, time)];
  }
}
