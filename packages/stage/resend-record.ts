import { type Outgoing, outgoing } from '../log/contract.ts';
import type { Message } from '../model/message.ts';
import type { QuarantinedMessage } from '../model/quarantined.ts';
import { topics } from '../model/topics.ts';

/** What a message that waits is known by, and where it lies. */
export type Resendable = Pick<QuarantinedMessage, 'id' | 'attempt' | 'reason' | 'step' | 'plane' | 'claimed'> & {
  readonly key: string;
  readonly partition: number;
};

/** The record that sends a message again: it keeps its id and re-enters at the step that refused it (truth 6). @param now ms */
export function resendRecord(message: Omit<Message, 'resend'>, waiting: Resendable, now: number): Outgoing {
  const { id, attempt, reason, step, plane, claimed, key, partition } = waiting;
  const resend = { id, attempt: attempt + 1, reason, step, plane, ...(claimed ? { claimed } : {}) };
  return outgoing(topics.messages, key, { ...message, resend }, now, partition);
}
