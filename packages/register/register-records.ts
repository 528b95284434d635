import { type Outgoing, outgoing } from '../log/contract.ts';
import { topics } from '../model/topics.ts';
import { type Change, isSession, keyOf } from './change.ts';

/** The records that carry the changes into the log. @param time when they were made, ms. */
export function registerRecords(changes: readonly Change[], time: number): Outgoing[] {
  return changes.map((change) =>
    isSession(change) ? outgoing(topics.sessions, keyOf(change), change, time) : outgoing(topics.register, keyOf(change), change, time),
  );
}
