import type { Log, LogRecord } from '../../packages/log/contract.ts';
import type { Topic } from '../../packages/model/topics.ts';

/** Records may be large: a message of 256 KiB waits with its bytes. */
const window = 100;

/** All records that a partition holds, newest first; those that come meanwhile are left out. Holds one window of them. */
export async function* newestFirst(log: Log, topic: Topic<unknown>, partition: number): AsyncGenerator<LogRecord> {
  const standing = (await log.standing('register', topic)).find((one) => one.partition === partition);
  const { start, end } = standing ?? { start: 0, end: 0 };
  for (let to = end; to > start; to -= window) {
    const records: LogRecord[] = [];
    for await (const record of everyRecord(log, topic, partition, Math.max(start, to - window), to)) records.push(record);
    yield* records.toReversed();
  }
}

/** Records with offsets in [from, to), oldest first. */
export async function* everyRecord(
  log: Log,
  topic: Topic<unknown>,
  partition: number,
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<LogRecord> {
  let offset = from;
  while (offset < to) {
    const records = (await log.read(topic, partition, offset, Math.min(1_000, to - offset))).filter((record) => record.offset < to);
    yield* records;
    const last = records.at(-1);
    if (!last) return;
    offset = last.offset + 1;
  }
}
