import type { Admin } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import { committedOf, firstToStay } from './committed.ts';
import { KeptBytes } from './kept-bytes.ts';
import type { ReadPage } from './read-page.ts';
import type { KafkaLogSettings } from './settings.ts';
import { afterHistory } from './sweep-history.ts';
import { fromOldest } from './sweep-oldest.ts';
import { topicName } from './wanted-topic.ts';

/** What is kept of one partition, and how far a sweep may go into it. */
export interface Kept {
  readonly partition: number;
  /** Oldest offset that is still kept. */
  readonly start: number;
  readonly end: number;
  /** First offset that must stay, because a group has not committed it; at most `end`. */
  readonly stay: number;
}

/** New beginnings of partitions. */
export type Cut = ReadonlyMap<number, number>;

interface Swept {
  readonly admin: Admin;
  readonly readPage: ReadPage;
  readonly settings: Pick<KafkaLogSettings, 'prefix'>;
  readonly topics: readonly Topic<unknown>[];
}

/**
 * Retention, by removing the beginnings of partitions (DeleteRecords); the servers themselves remove nothing but what compaction replaces.
 * Only one process runs it at a time; a second one would do the same work, and no harm.
 */
export class KafkaSweep {
  readonly #log: Swept;
  /** Of topics near their cap: what was counted once need not be read again. */
  readonly #counted = new Map<string, KeptBytes>();

  constructor(log: Swept) {
    this.#log = log;
  }

  /**
   * @param now ms; retention by time counts back from here.
   * @param signal aborted: no further topic is begun.
   * @returns `removed`: offsets that are gone, so of a topic written by commits also their markers (one for each commit).
   */
  async run(now: number, signal: AbortSignal): Promise<{ removed: number }> {
    const { admin, settings, topics } = this.#log;
    const swept = topics.filter(isSwept).map((topic) => ({ topic, name: topicName(settings, topic) }));
    const committed = await committedOf(
      admin,
      settings.prefix,
      swept.map(({ name }) => name),
    );
    let removed = 0;
    for (const { topic, name } of swept) {
      if (signal.aborted) break;
      const kept = async () =>
        (await admin.fetchTopicOffsets(name)).map(({ partition, low, high }) => {
          const stay = Math.min(Number(high), firstToStay(committed, name, partition));
          return { partition, start: Number(low), end: Number(high), stay };
        });
      removed += await this.#shorten(topic, name, kept, now);
    }
    return { removed };
  }

  async #shorten(topic: Topic<unknown>, name: string, kept: () => Promise<Kept[]>, now: number): Promise<number> {
    const { time, bytes } = topic.retention;
    let removed = 0;
    if (topic.compacted)
      return this.#cut(name, await kept(), await afterHistory(this.#reader(name), await kept(), topic.history ?? 0, now));
    if (time !== null) removed += await this.#cut(name, await kept(), await this.#afterAge(name, now - time));
    if (bytes !== null) removed += await this.#cut(name, await kept(), await this.#afterExcess(name, await kept(), bytes));
    return removed;
  }

  /** Up to the first record that is young enough: a later one with an odd time waits for, or goes with, those around it. */
  async #afterAge(name: string, oldest: number): Promise<Cut> {
    const first = await this.#log.admin.fetchTopicOffsetsByTimestamp(name, oldest);
    return new Map(first.map(({ partition, offset }) => [partition, Number(offset)]));
  }

  async #afterExcess(name: string, kept: readonly Kept[], cap: number): Promise<Cut> {
    const counted = this.#counted.get(name) ?? new KeptBytes(this.#reader(name));
    if (!this.#counted.has(name) && (await counted.estimate(kept)) <= cap / 2) return new Map();
    const bytes = await counted.count(kept);
    // Far below the cap again: the estimate will do, until it is near.
    if (bytes < cap / 4) this.#counted.delete(name);
    else this.#counted.set(name, counted);
    return bytes <= cap ? new Map() : fromOldest(this.#reader(name), kept, bytes - cap);
  }

  async #cut(name: string, kept: readonly Kept[], cut: Cut): Promise<number> {
    const gone = kept
      .map(({ partition, start, stay }) => ({ partition, start, next: Math.min(stay, cut.get(partition) ?? start) }))
      .filter(({ start, next }) => next > start);
    if (gone.length === 0) return 0;
    const partitions = gone.map(({ partition, next }) => ({ partition, offset: String(next) }));
    await this.#log.admin.deleteTopicRecords({ topic: name, partitions });
    return gone.reduce((sum, { start, next }) => sum + next - start, 0);
  }

  #reader(name: string): PartitionReader {
    return (partition, offset, limit) => this.#log.readPage(name, partition, offset, limit);
  }
}

/** `ReadPage` of one topic. */
export type PartitionReader = (partition: number, offset: number, limit: number) => ReturnType<ReadPage>;

/** What stands for ever is not looked at; what was replaced in a topic without a history is the servers' to remove. */
function isSwept({ compacted, history, retention }: Topic<unknown>): boolean {
  return compacted ? history !== undefined : retention.time !== null || retention.bytes !== null;
}
