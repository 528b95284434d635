import type { Log, LogRecord } from '../../../packages/log/contract.ts';
import { decode, UnreadableRecord } from '../../../packages/model/contents.ts';
import type { Topic } from '../../../packages/model/topics.ts';

export interface TailOptions {
  /** Records before the end with which the first call begins, in each partition. */
  readonly back: number;
  /** Records that one call takes at most, of each partition; the first one takes `back`. */
  readonly most: number;
  /** Told of a record that cannot be read; it is left out. */
  unreadable(error: UnreadableRecord): void;
}

export interface Taken<T> {
  /** Of each partition oldest first. */
  readonly values: readonly T[];
  /** More had come than one call takes: the oldest were left out. */
  readonly skipped: boolean;
}

/** The end of one topic, read by nobody's group. Who is far behind leaves records out rather than hold up the process (truth 7). */
export class Tail<T> {
  readonly #log: Log;
  readonly #topic: Topic<T>;
  readonly #options: TailOptions;
  #next: ReadonlyMap<number, number> | undefined;
  /** The last call took as much as it may: there may be more than the next one may take. */
  #isBehind = false;

  constructor(log: Log, topic: Topic<T>, options: TailOptions) {
    this.#log = log;
    this.#topic = topic;
    this.#options = options;
  }

  /** What came since the last call. @throws LogUnavailable (nothing is taken, call again). */
  async take(): Promise<Taken<T>> {
    const { back, most } = this.#options;
    const limit = this.#next ? most : Math.max(back, most);
    const begin = this.#next ?? (await this.#before(back));
    const newest = this.#isBehind ? await this.#before(most) : begin;
    const pages: [partition: number, from: number, records: LogRecord[]][] = [];
    for (const [partition, next] of begin) {
      const from = Math.max(next, newest.get(partition) ?? next);
      pages.push([partition, from, await this.#log.read(this.#topic, partition, from, limit)]);
    }
    this.#next = new Map(pages.map(([partition, from, records]) => [partition, (records.at(-1)?.offset ?? from - 1) + 1]));
    this.#isBehind = pages.some(([, , records]) => records.length === limit);
    return {
      values: pages.flatMap(([, , records]) => records.flatMap((record) => this.#valueOf(record))),
      skipped: pages.some(([partition, from]) => from !== begin.get(partition)),
    };
  }

  async #before(records: number): Promise<Map<number, number>> {
    const standings = await this.#log.standing('publish', this.#topic);
    return new Map(standings.map(({ partition, start, end }) => [partition, Math.max(start, end - records)]));
  }

  #valueOf({ value }: LogRecord): T[] {
    if (!value) return [];
    try {
      return [decode(this.#topic, value)];
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      this.#options.unreadable(error);
      return [];
    }
  }
}
