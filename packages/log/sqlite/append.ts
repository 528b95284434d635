import type { Outgoing } from '../contract.ts';
import { partitionOf } from '../partition.ts';
import type { Db } from './database.ts';
import type { KnownTopic, TopicTable } from './topic-table.ts';

/** Where a partition ends, and by how much a transaction has made it longer. */
interface End {
  readonly topicId: number;
  readonly partition: number;
  next: number;
  bytes: number;
}

/** Writes records in the order given, in one transaction that `guard` opens and may stop by throwing. */
export type Append = (records: readonly Outgoing[], guard?: () => void) => void;

/** Makes the function that appends. Topics are registered beforehand: a rolled-back transaction must not leave a number behind in memory. */
export function prepareAppend(db: Db, topics: TopicTable): Append {
  const columns = '(topic_id, partition, offset, time, key, value) VALUES (?, ?, ?, ?, ?, ?)';
  const add = db.prepare(`INSERT INTO records ${columns}`);
  const replace = db.prepare(`INSERT OR REPLACE INTO latest_records ${columns}`);
  const endOf = db.prepare('SELECT next_offset FROM partitions WHERE topic_id = ? AND partition = ?').pluck();
  const advance = db.prepare('UPDATE partitions SET next_offset = ?, kept_bytes = kept_bytes + ? WHERE topic_id = ? AND partition = ?');

  const put = (record: Outgoing, { compacted }: KnownTopic, end: End): void => {
    const { key, value, time } = record;
    (compacted ? replace : add).run(end.topicId, end.partition, end.next, time, key, value);
    end.next += 1;
    if (!compacted) end.bytes += Buffer.byteLength(key) + (value?.length ?? 0);
  };

  const putAll = (records: readonly Outgoing[]): void => {
    const ends = new Map<string, End>();
    for (const record of records) {
      const topic = topics.register(record.topic);
      const partition = placeOf(record, topics);
      const name = `${topic.id}/${partition}`;
      const end = ends.get(name) ?? { topicId: topic.id, partition, next: endOf.get(topic.id, partition) as number, bytes: 0 };
      ends.set(name, end);
      put(record, topic, end);
    }
    for (const { topicId, partition, next, bytes } of ends.values()) advance.run(next, bytes, topicId, partition);
  };

  const transaction = db.transaction((records: readonly Outgoing[], guard?: () => void) => {
    guard?.();
    putAll(records);
  });
  return (records, guard) => {
    for (const { topic } of records) topics.register(topic);
    transaction.immediate(records, guard);
  };
}

function placeOf({ topic, key, partition }: Outgoing, topics: TopicTable): number {
  if (partition === undefined) return partitionOf(key, topics.partitions(topic));
  topics.check(topic, partition);
  return partition;
}
