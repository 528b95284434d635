import type { Db } from './database.ts';
import { firstToStay, type SweepSlice, type SweptTopic, slice } from './sweep-slice.ts';

interface PartitionRow {
  readonly partition: number;
  readonly kept_bytes: number;
  readonly first_to_stay: number;
}

interface Old {
  readonly offset: number;
  readonly time: number;
  readonly bytes: number;
}

/** The oldest records of one partition, and how far a slice has gone into them. */
interface Tail {
  readonly partition: number;
  readonly old: readonly Old[];
  gone: number;
  bytes: number;
}

/**
 * Makes the function that shortens a topic from its oldest end: what is past its time, and what exceeds the cap over all partitions.
 * A partition only ever loses its beginning: a record whose time is odd waits for, or goes with, those around it.
 */
export function prepareTrim(db: Db): SweepSlice {
  const partitionsOf = db.prepare<[number], PartitionRow>(
    `SELECT p.partition, p.kept_bytes, ${firstToStay} AS first_to_stay FROM partitions p WHERE p.topic_id = ?`,
  );
  const oldest = db.prepare<[number, number, number, number], Old>(
    `SELECT offset, time, octet_length(key) + coalesce(octet_length(value), 0) AS bytes FROM records
     WHERE topic_id = ? AND partition = ? AND offset < ? ORDER BY offset LIMIT ?`,
  );
  const remove = db.prepare('DELETE FROM records WHERE topic_id = ? AND partition = ? AND offset <= ?');
  const lighten = db.prepare('UPDATE partitions SET kept_bytes = kept_bytes - ? WHERE topic_id = ? AND partition = ?');

  const cut = (topicId: number, { partition, old, gone, bytes }: Tail): number => {
    const last = old[gone - 1];
    if (last === undefined) return 0;
    lighten.run(bytes, topicId, partition);
    return remove.run(topicId, partition, last.offset).changes;
  };

  const trim = (topic: SweptTopic, now: number): number => {
    const partitions = partitionsOf.all(topic.topic_id);
    const share = Math.ceil(slice.records / partitions.length);
    const tails = partitions.map((p) => ({
      partition: p.partition,
      old: oldest.all(topic.topic_id, p.partition, p.first_to_stay, share),
      gone: 0,
      bytes: 0,
    }));
    advance(tails, cutoffOf(topic, now), excessOf(topic, partitions), share);
    return tails.reduce((removed, tail) => removed + cut(topic.topic_id, tail), 0);
  };
  const transaction = db.transaction(trim);
  return (topic, now) => (topic.retention_time_ms === null && topic.retention_bytes === null ? 0 : transaction.immediate(topic, now));
}

/** Goes into the tails, always where the oldest record is, until nothing is too old and nothing too much, or the slice is full. */
function advance(tails: readonly Tail[], cutoff: number, excess: number, share: number): void {
  for (let bytes = 0; bytes < slice.bytes; ) {
    const tail = oldestOf(tails);
    const old = tail?.old[tail.gone];
    if (tail === undefined || old === undefined || (old.time >= cutoff && bytes >= excess)) return;
    tail.gone += 1;
    tail.bytes += old.bytes;
    bytes += old.bytes;
    // What comes after the last record fetched is unknown: the next slice goes on.
    if (tail.gone === share) return;
  }
}

function oldestOf(tails: readonly Tail[]): Tail | undefined {
  let oldest: Tail | undefined;
  for (const tail of tails) if (timeOf(tail) < timeOf(oldest)) oldest = tail;
  return oldest;
}

function timeOf(tail: Tail | undefined): number {
  return tail?.old[tail.gone]?.time ?? Number.POSITIVE_INFINITY;
}

function cutoffOf({ retention_time_ms }: SweptTopic, now: number): number {
  return retention_time_ms === null ? Number.NEGATIVE_INFINITY : now - retention_time_ms;
}

function excessOf({ retention_bytes }: SweptTopic, partitions: readonly PartitionRow[]): number {
  const kept = partitions.reduce((sum, { kept_bytes }) => sum + kept_bytes, 0);
  return retention_bytes === null ? 0 : Math.max(0, kept - retention_bytes);
}
