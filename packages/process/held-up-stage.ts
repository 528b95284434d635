import type { Log } from '../../packages/log/contract.ts';
import { topics } from '../../packages/model/topics.ts';
import type { StageWatches } from '../../packages/observe/stage-watch.ts';

/** Every stage of the process, by the group whose positions it moves, and what it reads. */
export const stages = [
  { group: 'decode', topic: topics.messages },
  { group: 'store', topic: topics.readings },
  { group: 'ledger', topic: topics.endings },
  { group: 'windows', topic: topics.touched },
  { group: 'compare', topic: topics.rebuilt },
] as const;

/**
 * Undefined: every stage goes on. Else which one tries again while records wait for it. That the log answers is asked by the way.
 * @throws LogUnavailable
 */
export async function heldUpStage(log: Log, watches: StageWatches): Promise<string | undefined> {
  for (const { group, topic } of stages) {
    const waiting = (await log.standing(group, topic)).some(({ committed, end }) => committed < end);
    const failure = watches.failure(group);
    if (waiting && failure) return `The stage "${group}" is held up (${failure}) and tries again; nothing is lost.`;
  }
  return undefined;
}
