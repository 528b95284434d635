import type { Topic } from '../model/topics.ts';
import type { Log, LogRecord, Standing } from './contract.ts';

const shortest = 16;

/**
 * The newest record of a partition, or the newest of those before an offset; undefined: it holds none. Looked for from the end, further back each
 * time: an engine may keep replaced records for a while, and may put marks of its own between ours. @throws LogUnavailable
 */
export async function newestRecord(log: Log, topic: Topic<unknown>, partition: number, before?: number): Promise<LogRecord | undefined> {
  const standing = (await log.standing('newest', topic)).find((one) => one.partition === partition);
  return standing ? newestOf(log, topic, standing, before) : undefined;
}

/** The newest record of every partition that holds one. */
export async function newestRecords(log: Log, topic: Topic<unknown>): Promise<LogRecord[]> {
  const standings = await log.standing('newest', topic);
  const newest = await Promise.all(standings.map((standing) => newestOf(log, topic, standing)));
  return newest.flatMap((record) => (record ? [record] : []));
}

async function newestOf(
  log: Log,
  topic: Topic<unknown>,
  { partition, start, end }: Standing,
  before = Number.MAX_SAFE_INTEGER,
): Promise<LogRecord | undefined> {
  const to = Math.min(end, before);
  for (let length = shortest, from = to; from > start; length *= 4) {
    from = Math.max(start, to - length);
    let last: LogRecord | undefined;
    // What is written meanwhile may have replaced the one looked for: it is taken, and not followed further.
    for (let offset = from; offset < to; offset = last.offset + 1) {
      const newest = (await log.read(topic, partition, offset, 1_000)).findLast((record) => record.offset < before);
      if (!newest) break;
      last = newest;
    }
    if (last) return last;
  }
  return undefined;
}
