import type { LogRecord } from '../contract.ts';
import type { Db } from './database.ts';
import type { KnownTopic } from './topic-table.ts';

/** One answer holds about this many bytes at most (and always one page of records): large records do not fill the memory. */
const answerBytes = 8 * 2 ** 20;
/** Rows fetched at once: in pages and as lists they take half the time of one row object after another. */
const page = 16;

type Row = [partition: number, offset: number, key: string, value: Buffer | null, time: number];

export type Read = (topic: KnownTopic, partition: number, offset: number, limit: number) => LogRecord[];

/** Makes the function that reads records from an offset on, removals of keys included, and replaced ones where the topic remembers them. */
export function prepareRead(db: Db): Read {
  const from = (table: string) =>
    db
      .prepare<[number, number, number, number], Row>(
        `SELECT partition, offset, key, value, time FROM ${table}
         WHERE topic_id = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?`,
      )
      .raw();
  const records = from('records');
  const latest = from('latest_records');
  const remembered = db
    .prepare<[number, number, number, number, number, number, number], Row>(
      `SELECT partition, offset, key, value, time FROM latest_records WHERE topic_id = ? AND partition = ? AND offset >= ?
       UNION ALL
       SELECT partition, offset, key, value, time FROM replaced_records WHERE topic_id = ? AND partition = ? AND offset >= ?
       ORDER BY offset LIMIT ?`,
    )
    .raw();

  const rows = ({ id, compacted, remembers }: KnownTopic, partition: number, offset: number, limit: number): Row[] => {
    if (remembers) return remembered.all(id, partition, offset, id, partition, offset, limit);
    return (compacted ? latest : records).all(id, partition, offset, limit);
  };

  return (topic, partition, offset, limit) => {
    const found: LogRecord[] = [];
    for (let room = answerBytes, next = offset; room > 0 && found.length < limit; ) {
      const fetched = rows(topic, partition, next, Math.min(page, limit - found.length));
      for (const [, at, key, value, time] of fetched) {
        found.push({ partition, offset: at, key, value, time });
        room -= value?.length ?? 0;
        next = at + 1;
      }
      if (fetched.length < page) break;
    }
    return found;
  };
}
