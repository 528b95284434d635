import type { Log } from '../../../packages/log/contract.ts';
import { type CountedMessages, countedMessages, lostBefore } from '../counted-messages.ts';

/** Messages that are through and have no ending: 0 (truth 2), over all time, by the log alone. @throws LogUnavailable */
export async function lostMessages(log: Log): Promise<number> {
  return (await countedMessages(log)).reduce((lost, standing) => lost + lostOf(standing), 0);
}

/** What an older Vigie has counted stands in the series alone, until the next ending. */
function lostOf(standing: CountedMessages): number {
  if (standing.counted) return lostBefore(standing, standing.counted);
  return standing.isEmpty ? standing.decoded : 0;
}
