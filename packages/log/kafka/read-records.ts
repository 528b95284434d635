import { setTimeout as delay } from 'node:timers/promises';
import type { LogRecord } from '../contract.ts';
import type { Reader } from './reader.ts';

/** Values of one answer together, about, in bytes: large records do not fill the memory. */
const answerBytes = 8 * 2 ** 20;
/** ms between two looks at whether a commit has become readable, and how many looks. */
const pause = 5;
const patience = 20;

/**
 * Records of a partition from `offset` on, oldest first, at most `limit`, as far as there are any now. What is no longer kept is passed over.
 * A commit that has ended becomes readable a few ms later: where nothing else is there, so long is waited for what is written already.
 */
export async function readRecords(reader: Reader, topic: string, partition: number, offset: number, limit: number): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  let room = answerBytes;
  let looks = 0;
  for (let next = offset; found.length < limit && room > 0; ) {
    const fetched = await reader.fetch(topic, partition, next, { limit: limit - found.length });
    for (const record of fetched.records.slice(0, limit - found.length)) {
      found.push(record);
      room -= record.value?.length ?? 0;
    }
    next = fetched.next;
    if (next < fetched.end) continue;
    if (found.length > 0 || !fetched.unsettled || ++looks > patience) break;
    await delay(pause);
  }
  return found;
}
