import type { Log, LogRecord } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import type { City } from './city.ts';
import type { Waiting } from './late-sessions.ts';
import { readMessage } from './steps/read-message.ts';

/** Entries of quarantine that are looked through at the beginning: a session comes within a minute, or not at all. */
const remembered = 2_000;

/** The newest frames of a partition that wait for a session, as quarantine has them. */
export async function waitingFrames(log: Log, partition: number, city: City): Promise<Waiting[]> {
  const standing = (await log.standing('decode', topics.quarantine)).find((one) => one.partition === partition);
  const [start, end] = [standing?.start ?? 0, standing?.end ?? 0];
  const records = await log.read(topics.quarantine, partition, Math.max(start, end - remembered), remembered);
  return records.flatMap((record) => waitingIn(record, city));
}

function waitingIn({ key, value, time, offset }: LogRecord, city: City): Waiting[] {
  const entry = value && decode(topics.quarantine, value);
  if (entry?.what !== 'message' || entry.reason !== 'unknown_dev_addr' || !entry.message) return [];
  // Sent again since: what waits now, if anything, is a later entry.
  if ((city.claims.resend(entry.id)?.attempt ?? 0) > entry.attempt) return [];
  const read = readMessage({ id: entry.id, offset, at: offset, key, taken: time, message: entry.message }, city);
  if (!('by' in read) || read.by !== 'frame') return [];
  const { id, attempt, receivedTime } = entry;
  return [{ id, key, devAddr: read.frame.devAddr, attempt, receivedTime }];
}
