import { type LogRecord, LogUnavailable } from '../contract.ts';
import type { Reader } from './reader.ts';

/** What stands in a partition of a compacted topic: the newest record of each key that was not removed, in offset order, up to the end at the call. */
export async function* standingState(reader: Reader, topic: string, partition: number): AsyncIterable<LogRecord> {
  const end = await reader.settled(topic, partition);
  const standing = new Map<string, LogRecord>();
  for (let next = 0; next < end; ) {
    const fetched = await reader.fetch(topic, partition, next);
    for (const record of fetched.records) {
      if (record.offset >= end) break;
      // Deleted first, so that the order is that of the newest records.
      standing.delete(record.key);
      if (record.value !== null) standing.set(record.key, record);
    }
    if (fetched.next <= next) throw new LogUnavailable(`Kafka: ${topic} ends before ${end}, where it had ended.`);
    next = fetched.next;
  }
  yield* standing.values();
}
