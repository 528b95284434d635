import type { Topic } from '../../model/topics.ts';
import type { Db } from './database.ts';

/** A topic as it stands in the file. */
export interface KnownTopic {
  readonly id: number;
  readonly partitions: number;
  readonly compacted: boolean;
  /** Replaced records are kept for a time. */
  readonly remembers: boolean;
}

interface TopicRow {
  readonly topic_id: number;
  readonly compacted: number;
  readonly partitions: number;
}

/** Topics get their number in the file when first written; reading one that was never written finds nothing. */
export class TopicTable {
  readonly #db: Db;
  readonly #override: number | undefined;
  readonly #selectRow;
  /** Of reads: as it stands in the file. */
  readonly #found = new WeakMap<Topic<unknown>, KnownTopic>();
  /** Of writes: this program's definition has been written. */
  readonly #registered = new WeakMap<Topic<unknown>, KnownTopic>();

  constructor(db: Db, override: number | undefined) {
    this.#db = db;
    this.#override = override;
    this.#selectRow = db.prepare<[string], TopicRow>('SELECT topic_id, compacted, partitions FROM topics WHERE name = ?');
  }

  partitions(topic: Topic<unknown>): number {
    return this.#override ?? topic.partitions;
  }

  /** @throws RangeError when the topic has no such partition. */
  check(topic: Topic<unknown>, partition: number): void {
    const count = this.partitions(topic);
    if (Number.isInteger(partition) && partition >= 0 && partition < count) return;
    throw new RangeError(`Topic "${topic.name}" has partitions 0 to ${count - 1}; there is no ${partition}.`);
  }

  /** undefined when nothing was ever written to it. */
  find(topic: Topic<unknown>): KnownTopic | undefined {
    const found = this.#found.get(topic);
    if (found !== undefined) return found;
    const row = this.#selectRow.get(topic.name);
    if (row === undefined) return undefined;
    const known = this.#accept(topic, row);
    this.#found.set(topic, known);
    return known;
  }

  /** Writes the topic's definition where it is new or has changed, in a transaction of its own. */
  register(topic: Topic<unknown>): KnownTopic {
    const registered = this.#registered.get(topic);
    if (registered !== undefined) return registered;
    const written = this.#db.transaction(() => this.#write(topic)).immediate();
    this.#registered.set(topic, written);
    return written;
  }

  #write(topic: Topic<unknown>): KnownTopic {
    const row = this.#selectRow.get(topic.name);
    const { time, bytes } = topic.retention;
    if (row === undefined) return this.#insert(topic);
    this.#db
      .prepare('UPDATE topics SET retention_time_ms = ?, retention_bytes = ?, history_ms = ? WHERE topic_id = ?')
      .run(time, bytes, topic.history ?? null, row.topic_id);
    return this.#accept(topic, row);
  }

  #insert(topic: Topic<unknown>): KnownTopic {
    const partitions = this.partitions(topic);
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO topics (name, compacted, partitions, retention_time_ms, retention_bytes, history_ms) VALUES (?, ?, ?, ?, ?, ?)')
      .run(topic.name, topic.compacted ? 1 : 0, partitions, topic.retention.time, topic.retention.bytes, topic.history ?? null);
    const id = Number(lastInsertRowid);
    const insert = this.#db.prepare('INSERT INTO partitions (topic_id, partition) VALUES (?, ?)');
    for (let partition = 0; partition < partitions; partition++) insert.run(id, partition);
    return { id, partitions, compacted: topic.compacted, remembers: remembers(topic) };
  }

  #accept(topic: Topic<unknown>, row: TopicRow): KnownTopic {
    const partitions = this.partitions(topic);
    if (row.partitions !== partitions || (row.compacted === 1) !== topic.compacted) {
      throw new Error(
        `Topic "${topic.name}" was made with ${row.partitions} partitions${row.compacted ? ', compacted' : ''}; this program wants ` +
          `${partitions}${topic.compacted ? ', compacted' : ''}. Begin in a new folder, or start the version that made it.`,
      );
    }
    return { id: row.topic_id, partitions, compacted: topic.compacted, remembers: remembers(topic) };
  }
}

const remembers = ({ compacted, history }: Topic<unknown>) => compacted && history !== undefined;
