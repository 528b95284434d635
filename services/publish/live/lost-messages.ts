import type { Log } from '../../../packages/log/contract.ts';
import { topics } from '../../../packages/model/topics.ts';

/**
 * Messages that are through and have no ending: 0 (truth 2), over all time, by positions alone as in the ledger. Asked in an order in which
 * stages at work never look like a loss.
 */
export async function lostMessages(log: Log): Promise<number> {
  const decoded = await log.standing('decode', topics.messages);
  const endings = await log.standing('ledger', topics.endings);
  const endOf = (partition: number) => endings.find((one) => one.partition === partition)?.end ?? 0;
  return decoded.reduce((lost, { partition, committed }) => lost + Math.max(0, committed - endOf(partition)), 0);
}
