import type { LogRecord, Outgoing } from '../contract.ts';
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

/** A record as it stands in the file. */
export interface Written {
  readonly topic: KnownTopic;
  readonly record: LogRecord;
}

/** Writes records in the order given, in one transaction that `guard` opens and may stop by throwing. */
export type Append = (records: readonly Outgoing[], guard?: () => void) => readonly Written[];

/** Makes the function that appends. Topics are registered beforehand: a rolled-back transaction must not leave a number behind in memory. */
export function prepareAppend(db: Db, topics: TopicTable): Append {
  const columns = '(topic_id, partition, offset, time, key, value) VALUES (?, ?, ?, ?, ?, ?)';
  const add = db.prepare(`INSERT INTO records ${columns}`);
  const replace = db.prepare(`INSERT OR REPLACE INTO latest_records ${columns}`);
  const keep = db.prepare(
    `INSERT INTO replaced_records (topic_id, partition, offset, time, replaced_at, key, value)
     SELECT topic_id, partition, offset, time, ?, key, value FROM latest_records WHERE topic_id = ? AND partition = ? AND key = ?`,
  );
  const endOf = db.prepare('SELECT next_offset FROM partitions WHERE topic_id = ? AND partition = ?').pluck();
  const advance = db.prepare('UPDATE partitions SET next_offset = ?, kept_bytes = kept_bytes + ? WHERE topic_id = ? AND partition = ?');

  const put = ({ key, value, time }: Outgoing, topic: KnownTopic, end: End): Written => {
    const { compacted, remembers } = topic;
    const record = { partition: end.partition, offset: end.next, key, value, time };
    if (remembers) keep.run(time, end.topicId, end.partition, key);
    (compacted ? replace : add).run(end.topicId, end.partition, end.next, time, key, value);
    end.next += 1;
    if (!compacted) end.bytes += Buffer.byteLength(key) + (value?.length ?? 0);
    return { topic, record };
  };

  const putAll = (records: readonly Outgoing[]): Written[] => {
    const ends = new Map<KnownTopic, End[]>();
    const written = records.map((record) => {
      const topic = topics.register(record.topic);
      const partition = placeOf(record, topics);
      const ofTopic = ends.get(topic) ?? [];
      if (ofTopic.length === 0) ends.set(topic, ofTopic);
      ofTopic[partition] ??= { topicId: topic.id, partition, next: endOf.get(topic.id, partition) as number, bytes: 0 };
      return put(record, topic, ofTopic[partition]);
    });
    for (const ofTopic of ends.values()) {
      for (const end of ofTopic) if (end) advance.run(end.next, end.bytes, end.topicId, end.partition);
    }
    return written;
  };

  const transaction = db.transaction((records: readonly Outgoing[], guard?: () => void) => {
    guard?.();
    return putAll(records);
  });
  return (records, guard) => {
    for (const { topic } of records) topics.register(topic);
    return transaction.immediate(records, guard);
  };
}

function placeOf({ topic, key, partition }: Outgoing, topics: TopicTable): number {
  if (partition === undefined) return partitionOf(key, topics.partitions(topic));
  topics.check(topic, partition);
  return partition;
}
