import type { Topic } from '../model/topics.ts';
import type { Log, LogRecord } from './contract.ts';

const shortest = 16;

/**
 * The newest record of a partition; undefined: it holds none. Looked for from the end, further back each time: an engine may keep replaced records
 * for a while, and may put marks of its own between ours. @throws LogUnavailable
 */
export async function newestRecord(log: Log, topic: Topic<unknown>, partition: number): Promise<LogRecord | undefined> {
  const standing = (await log.standing('newest', topic)).find((one) => one.partition === partition);
  return standing ? newestBetween(log, topic, standing) : undefined;
}

/** The newest record of every partition that holds one. */
export async function newestRecords(log: Log, topic: Topic<unknown>): Promise<LogRecord[]> {
  const standings = await log.standing('newest', topic);
  const newest = await Promise.all(standings.map((standing) => newestBetween(log, topic, standing)));
  return newest.flatMap((record) => (record ? [record] : []));
}

async function newestBetween(
  log: Log,
  topic: Topic<unknown>,
  { partition, start, end }: { partition: number; start: number; end: number },
): Promise<LogRecord | undefined> {
  for (let length = shortest, from = end; from > start; length *= 4) {
    from = Math.max(start, end - length);
    const last = await lastFrom(log, topic, partition, from);
    if (last) return last;
  }
  return undefined;
}

async function lastFrom(log: Log, topic: Topic<unknown>, partition: number, from: number): Promise<LogRecord | undefined> {
  let last: LogRecord | undefined;
  for (let offset = from; ; offset = last.offset + 1) {
    const newest: LogRecord | undefined = (await log.read(topic, partition, offset, 1_000)).at(-1);
    if (!newest) return last;
    last = newest;
  }
}
