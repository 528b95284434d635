import { reasons } from '../../packages/model/reasons.ts';
import type { Waiting } from './quarantine.ts';

/** What a list says of a message that waits: no bytes, no keys of the log (truth 11). */
export function summary({ id, reason, step, plane, detail, device, attempt, receivedTime }: Waiting) {
  const { meaning, action } = reasons[reason];
  const since = new Date(receivedTime).toISOString();
  return { id, receivedTime: since, reason, step, plane, detail, attempt, ...(device === undefined ? {} : { device }), meaning, action };
}

/** One message as it came, for a technician. */
export function shown(waiting: Waiting) {
  return { ...summary(waiting), fCnt: waiting.claimed?.fCnt ?? null, message: waiting.message ?? null };
}
