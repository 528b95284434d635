import type { Log } from '../../packages/log/contract.ts';
import { newestRecords } from '../../packages/log/newest-record.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Counted } from '../../packages/model/counted.ts';
import { topics } from '../../packages/model/topics.ts';

/** Where decode and the ledger stand in one partition. Of the log alone. */
export interface CountedMessages {
  readonly partition: number;
  /** Next offset of `messages`: as many have come. */
  readonly end: number;
  /** First message that decode has not committed. */
  readonly decoded: number;
  /** Every ending of the messages before `decoded` is counted. */
  readonly isWhole: boolean;
  /** No ending was ever written. */
  readonly isEmpty: boolean;
  /** Undefined: the ledger has committed nothing yet, or only an older Vigie's has. */
  readonly counted: Counted | undefined;
}

/**
 * Of each partition, over all time (truth 2). Messages are only appended, so that their offsets count them; those of `endings` have gaps where an
 * engine marks its commits. Each is read before what must not be less, so that stages at work never look like a loss. @throws LogUnavailable
 */
export async function countedMessages(log: Log): Promise<CountedMessages[]> {
  const decoded = await log.standing('decode', topics.messages);
  const ledger = await log.standing('ledger', topics.endings);
  const newest = new Map((await newestRecords(log, topics.counted)).map(({ partition, value }) => [partition, value]));
  return decoded.map(({ partition, committed, end }) => {
    const endings = ledger.find((one) => one.partition === partition) ?? { committed: 0, end: 0 };
    const value = newest.get(partition);
    const counted = value ? decode(topics.counted, value) : undefined;
    return { partition, end, decoded: committed, isWhole: endings.committed >= endings.end, isEmpty: endings.end === 0, counted };
  });
}

/** Messages without an ending before the furthest one that has one; when all endings are counted, before where decode stands. */
export function lostBefore({ decoded, isWhole }: CountedMessages, { through, endings }: Counted): number {
  return Math.max(0, Math.max(through, isWhole ? decoded : 0) - endings);
}
