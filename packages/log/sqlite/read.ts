import type { LogRecord } from '../contract.ts';
import type { Db } from './database.ts';
import type { KnownTopic } from './topic-table.ts';

/** One answer holds about this many bytes at most (and always one record): large records do not fill the memory. */
const answerBytes = 8 * 2 ** 20;

export type Read = (topic: KnownTopic, partition: number, offset: number, limit: number) => LogRecord[];

/** Makes the function that reads records from an offset on, removals of keys included. */
export function prepareRead(db: Db): Read {
  const from = (table: string) =>
    db.prepare<[number, number, number, number], LogRecord>(
      `SELECT partition, offset, key, value, time FROM ${table}
       WHERE topic_id = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?`,
    );
  const records = from('records');
  const latest = from('latest_records');

  return ({ id, compacted }, partition, offset, limit) => {
    const found: LogRecord[] = [];
    let room = answerBytes;
    for (const record of (compacted ? latest : records).iterate(id, partition, offset, limit)) {
      found.push(record);
      room -= record.value?.length ?? 0;
      if (room <= 0) break;
    }
    return found;
  };
}
