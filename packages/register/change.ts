import type { RegisterEntity, SessionRecord } from '../model/register-entities.ts';
import { type RegisterView, registerKey } from './register-view.ts';

/** What is written when people change the register: an entity or a session, whole. */
export type Change = RegisterEntity | SessionRecord;

export function isSession(change: Change): change is SessionRecord {
  return !('entity' in change);
}

/** The key of the change's record in its topic. */
export function keyOf(change: Change): string {
  return isSession(change) ? change.id : registerKey(change);
}

export function applyTo(view: RegisterView, change: Change): void {
  if (isSession(change)) view.applySession(change.id, change);
  else view.apply({ key: registerKey(change), entity: change });
}
