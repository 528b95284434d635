import type { Topic } from '../../model/topics.ts';
import { Fenced, type LogRecord, LogUnavailable, type Outgoing, type Tenure } from '../contract.ts';
import { Ahead } from './ahead.ts';
import type { Commits, Written } from './commits.ts';
import type { Reader } from './reader.ts';
import { slicesOf } from './slices.ts';
import type { TopicNames } from './topic-names.ts';

/** What a tenure needs of its log. */
export interface TenureLog {
  readonly names: TopicNames;
  /** Connections of its own, because it waits on them. */
  readonly reader: Reader;
  readonly commits: Commits;
  /** What stands now in a partition of a compacted topic, in offset order. */
  state(topic: Topic<unknown>, partition: number): AsyncIterable<LogRecord>;
  /** Told of what was committed. */
  committed(written: readonly Written[], outputs: readonly Outgoing[], offset: number): void;
}

/** One holder's time with one partition of a topic on the servers. */
export class KafkaTenure implements Tenure {
  readonly partition: number;
  readonly #log: TenureLog;
  readonly #topic: Topic<unknown>;
  readonly #ending: AbortController;
  readonly #ahead: Ahead;
  #position: number;

  constructor(log: TenureLog, topic: Topic<unknown>, partition: number, ending: AbortController) {
    this.#log = log;
    this.#topic = topic;
    this.partition = partition;
    this.#ending = ending;
    this.#ahead = new Ahead(log.reader, log.names.of(topic), partition, ending.signal);
    this.#position = log.commits.offset;
  }

  get position(): number {
    return this.#position;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  async read(offset: number, limit: number): Promise<LogRecord[]> {
    while (!this.signal.aborted) {
      const records = await this.#ahead.take(offset, limit);
      if (records.length > 0) return records;
      if (offset === this.#position) await this.#passOver();
    }
    return [];
  }

  state(topic: Topic<unknown>): AsyncIterable<LogRecord> {
    return this.#log.state(topic, this.partition);
  }

  async commit(outputs: readonly Outgoing[], next: number): Promise<void> {
    if (!Number.isInteger(next) || next < this.#position) {
      throw new RangeError(`Partition ${this.partition} of "${this.#topic.name}" stands at ${this.#position}; it cannot move to ${next}.`);
    }
    await this.#commit(outputs, next, false);
    this.#position = next;
  }

  /** Where only control records lie between the position and the end, the group is to stand at the end: nothing waits for it. */
  async #passOver(): Promise<void> {
    if (this.signal.aborted || this.#ahead.after(this.#position) <= this.#log.commits.offset) return;
    await this.#commit([], this.#position, true).catch((error: unknown) => {
      // Nothing depends on it: it is tried again at the next look.
      if (!(error instanceof LogUnavailable)) throw error;
    });
  }

  async #commit(outputs: readonly Outgoing[], next: number, passing: boolean): Promise<void> {
    const { names, commits, committed } = this.#log;
    const slices = slicesOf(outputs, names);
    try {
      const written = await commits.commit({ outputs, slices, next, offset: this.#ahead.after(next), passing });
      committed(written, outputs, commits.offset);
    } catch (error) {
      if (error instanceof Fenced) this.#ending.abort(error);
      throw error;
    }
  }
}
