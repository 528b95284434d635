import type { LogRecord } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Message } from '../../packages/model/message.ts';
import { messageId, offsetOf } from '../../packages/model/message-id.ts';
import { topics } from '../../packages/model/topics.ts';

/** A message as it comes from the log, before any step. */
export interface Arrived {
  readonly id: string;
  /** Offset of its first acceptance; a message sent again keeps it. */
  readonly offset: number;
  /** Offset of this record: another when it was sent again. */
  readonly at: number;
  readonly key: string;
  /** When the log took it, ms: its received time; of a message sent again, when it was sent again. */
  readonly taken: number;
  readonly message: Message;
}

export function arrive(incarnation: string, record: LogRecord): Arrived {
  const message = decode(topics.messages, record.value ?? new Uint8Array());
  const id = message.resend?.id ?? messageId(incarnation, record.partition, record.offset);
  return { id, offset: offsetOf(id), at: record.offset, key: record.key, taken: record.time, message };
}
