import { hash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../packages/http/problem.ts';
import type { Log, Outgoing } from '../../packages/log/contract.ts';
import type { ReasonName } from '../../packages/model/reasons.ts';
import { topics } from '../../packages/model/topics.ts';
import { resendOf, stillWaiting, type Waiting } from './quarantine.ts';
import { type Filter, filterShape, matchesFilter } from './quarantine-filter.ts';
import { everyRecord } from './read-topic.ts';

/** Messages that one call sends again at most: a larger pile is sent in several. */
const mostAtOnce = 10_000;
/** What is appended at once; a message may have 256 KiB. */
const slice = { records: 500, bytes: 4 * 2 ** 20 };
const mostExamples = 5;

export const previewQuery = z.strictObject(filterShape);
export const resendQuery = z.strictObject({
  ...filterShape,
  mark: z
    .string('wants the mark of a preview')
    .max(500)
    .meta({ description: 'Of the preview: exactly that is sent.', fr: 'De l’aperçu : cela et rien d’autre est renvoyé.' }),
});

export interface Preview {
  /** Messages that would be sent again, of which reasons. */
  readonly count: number;
  readonly reasons: Partial<Record<ReasonName, number>>;
  /** Of which no bytes are kept: they cannot be sent. */
  readonly withoutBytes: number;
  /** More wait behind these. */
  readonly more: boolean;
  /** The oldest few. */
  readonly examples: readonly Waiting[];
  /** Names exactly what was counted here. */
  readonly mark: string;
}

/** What a resend by this filter would send, oldest first. Changes nothing. */
export async function previewResend(log: Log, filter: Filter, most = mostAtOnce): Promise<Preview> {
  const reasons: Partial<Record<ReasonName, number>> = {};
  const examples: Waiting[] = [];
  const ends = await endsOf(log);
  let [count, withoutBytes, more] = [0, 0, false];
  for await (const one of matching(log, filter, ends)) {
    if (!one.message) {
      withoutBytes += 1;
      continue;
    }
    if (count === most) {
      // What lies from here on is another call's.
      ends.fill(0, one.partition + 1);
      ends[one.partition] = one.offset;
      more = true;
      break;
    }
    count += 1;
    reasons[one.reason] = (reasons[one.reason] ?? 0) + 1;
    if (examples.length < mostExamples) examples.push(one);
  }
  return { count, reasons, withoutBytes, more, examples, mark: markOf(filter, ends) };
}

/**
 * Sends again, in the order in which they came, what a preview has counted and still waits; what came after it stays.
 * @throws Problem 409 when the mark is of another filter, or no mark
 */
export async function resendWaiting(log: Log, { mark, ...filter }: z.infer<typeof resendQuery>, now: number): Promise<{ sent: number }> {
  let sent = 0;
  let [records, bytes] = [[] as Outgoing[], 0];
  const send = async () => {
    if (records.length > 0) await log.append(records);
    sent += records.length;
    [records, bytes] = [[], 0];
  };
  for await (const one of matching(log, filter, readMark(mark, filter, log))) {
    const again = resendOf(one, now);
    if (!again) continue;
    records.push(again);
    bytes += again.value?.length ?? 0;
    if (records.length >= slice.records || bytes >= slice.bytes) await send();
  }
  await send();
  return { sent };
}

/** Oldest first, partition by partition, up to an offset in each: counters are claimed in the order in which they were sent. */
async function* matching(log: Log, filter: Filter, ends: readonly number[]) {
  for (const [partition, end] of ends.entries()) {
    for await (const one of stillWaiting(log, partition, everyRecord(log, topics.quarantine, partition, 0, end))) {
      if (matchesFilter(one, filter)) yield one;
    }
  }
}

async function endsOf(log: Log): Promise<number[]> {
  return (await log.standing('register', topics.quarantine)).map(({ end }) => end);
}

/** Entries only ever cease to wait: those before these ends that match and still wait were all in the preview. */
function markOf(filter: Filter, ends: readonly number[]): string {
  return `${ends.join('.')}-${digestOf(filter)}`;
}

function readMark(mark: string, filter: Filter, log: Log): number[] {
  const [offsets = '', digest] = mark.split('-');
  const ends = offsets.split('.').map(Number);
  const isRight = ends.length === log.partitions(topics.quarantine) && ends.every((end) => Number.isSafeInteger(end) && end >= 0);
  if (isRight && digest === digestOf(filter)) return ends;
  throw new Problem(
    409,
    'This is not the mark of that preview',
    'Preview again with the same filter, and send with the mark that it gives.',
  );
}

function digestOf({ reason, device, source, from, to }: Filter): string {
  return hash('sha256', JSON.stringify([reason, device, source, from, to]), 'hex').slice(0, 16);
}
