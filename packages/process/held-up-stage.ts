import type { Log } from '../log/contract.ts';
import { topics } from '../model/topics.ts';
import type { StageWatches } from '../observe/stage-watch.ts';

/** Every stage of the path, by the service that runs it, the group whose positions it moves, and what it reads. */
export const stages = [
  { service: 'decode', group: 'decode', topic: topics.messages },
  { service: 'store', group: 'store', topic: topics.readings },
  { service: 'store', group: 'ledger', topic: topics.endings },
  { service: 'store', group: 'windows', topic: topics.touched },
  { service: 'store', group: 'compare', topic: topics.rebuilt },
] as const;

/**
 * Undefined: every stage of this process goes on. Else which one tries again while records wait for it. That the log answers is asked by the way.
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
