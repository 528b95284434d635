import { z } from 'zod';
import { Problem } from '../../packages/http/problem.ts';
import type { Log, LogRecord, Outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { QuarantinedMessage } from '../../packages/model/quarantined.ts';
import { reasons } from '../../packages/model/reasons.ts';
import { topics } from '../../packages/model/topics.ts';
import { resendRecord } from '../../packages/stage/resend-record.ts';
import { type Filter, filterShape, matchesFilter } from './quarantine-filter.ts';
import { everyRecord, newestFirst } from './read-topic.ts';

/** A message that waits, with the key and the partition that it has in the log. */
export interface Waiting extends QuarantinedMessage {
  readonly key: string;
  readonly partition: number;
}

export const listQuery = z.strictObject({
  ...filterShape,
  limit: z.coerce
    .number('wants a number')
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .meta({ description: 'At most so many.', fr: 'Autant au plus.' }),
});

/** What waits for a person, newest first. Read from the log each time: this service keeps nothing of its own. */
export async function listWaiting(log: Log, { limit, ...filter }: Filter & { readonly limit: number }): Promise<Waiting[]> {
  const matches = (one: Waiting) => matchesFilter(one, filter);
  const partitions = Array.from({ length: log.partitions(topics.quarantine) }, (_, partition) => partition);
  const found = await Promise.all(partitions.map((partition) => firstOf(waitingIn(log, partition), matches, limit)));
  return found
    .flat()
    .toSorted((a, b) => b.receivedTime - a.receivedTime)
    .slice(0, limit);
}

/** @throws Problem 404 when it does not wait (any more). */
export async function findWaiting(log: Log, id: string): Promise<Waiting> {
  const partition = partitionOf(id, log);
  const [found] = partition === undefined ? [] : await firstOf(waitingIn(log, partition, id), () => true, 1);
  if (found) return found;
  throw new Problem(
    404,
    'This message does not wait',
    'It was sent again, its time is over, or the id is not one of this log. `vigie quarantine list` shows what waits.',
  );
}

/** Sends a message again: it keeps its id and re-enters at the step that refused it (truth 6). @throws Problem 404; 409 for a stub */
export async function resend(log: Log, id: string, now: number): Promise<void> {
  const waiting = await findWaiting(log, id);
  const again = resendOf(waiting, now);
  if (!again) throw new Problem(409, 'Nothing to send again', `Of this message no bytes are kept. ${reasons[waiting.reason].meaning.en}`);
  await log.append([again]);
}

/** The record that sends a message again; undefined for a stub, of which no bytes are kept. */
export function resendOf({ message, ...waiting }: Waiting, now: number): Outgoing | undefined {
  return message && resendRecord(message, waiting, now);
}

/** A message's id is incarnation.partition.offset. */
function partitionOf(id: string, log: Log): number | undefined {
  const [incarnation, partition, offset, ...more] = id.split('.');
  if (incarnation !== log.incarnation || offset === undefined || more.length > 0) return undefined;
  const found = Number(partition);
  return Number.isInteger(found) && found >= 0 && found < log.partitions(topics.quarantine) ? found : undefined;
}

async function firstOf<T>(all: AsyncIterable<T>, matches: (one: T) => boolean, limit: number): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) {
    if (matches(one)) found.push(one);
    if (found.length === limit) break;
  }
  return found;
}

/** Newest first. */
function waitingIn(log: Log, partition: number, id?: string): AsyncGenerator<Waiting> {
  return stillWaiting(log, partition, newestFirst(log, topics.quarantine, partition), id);
}

/**
 * Of quarantine's records those that wait. An entry whose resend decode has carried out waits no more; when the message came back, that is
 * another entry, of the next attempt.
 */
export async function* stillWaiting(
  log: Log,
  partition: number,
  records: AsyncIterable<LogRecord>,
  id?: string,
): AsyncGenerator<Waiting & { readonly offset: number }> {
  const attempts = await attemptsIn(log, partition);
  for await (const record of records) {
    const entry = entryOf(record, id);
    if (entry && entry.attempt >= (attempts.get(entry.id) ?? 0)) yield { ...entry, key: record.key, partition, offset: record.offset };
  }
}

/** How often each message was sent again, as far as decode has carried it out. */
async function attemptsIn(log: Log, partition: number): Promise<ReadonlyMap<string, number>> {
  const attempts = new Map<string, number>();
  for await (const { key, value } of everyRecord(log, topics.resends, partition)) {
    if (value) attempts.set(key, decode(topics.resends, value).attempt);
  }
  return attempts;
}

/** Undefined: no message, or not the one that is looked for. Looking for the id's letters first spares reading every entry. */
function entryOf({ value }: LogRecord, id: string | undefined): QuarantinedMessage | undefined {
  if (value === null || (id !== undefined && !Buffer.from(value.buffer, value.byteOffset, value.length).includes(`"${id}"`)))
    return undefined;
  const entry = decode(topics.quarantine, value);
  return entry.what === 'message' && entry.id === (id ?? entry.id) ? entry : undefined;
}
