import { createHash } from 'node:crypto';
import { type Outgoing, outgoing } from '../../packages/log/contract.ts';
import { keptOfALargerPayload, largestPayload, type Message } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { sources } from '../../packages/sources/index.ts';
import { messageKey } from '../../packages/sources/message-key.ts';

/** One MQTT publish. */
export interface Publish {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly retained: boolean;
}

/** Who sent it, and how it is to be read. */
export type Sender = Pick<Message, 'format' | 'stream'> & { readonly name: string };

/** The records of one publish, one for each frame that it carries, stamped with the time it was received. What cannot be read is kept all the same (truth 1). */
export function makeMessages(sender: Sender, publish: Publish, receivedTime: number): Outgoing[] {
  const { topic, payload } = publish;
  // What is cut is never read.
  const split = payload.length <= largestPayload ? sources[sender.format]?.split : undefined;
  const parts = split?.({ topic, payload, stream: sender.stream }) ?? [payload];
  return parts.map((part) => makeMessage(sender, { ...publish, payload: part }, receivedTime));
}

function makeMessage({ name, format, stream }: Sender, { topic, payload, retained }: Publish, receivedTime: number): Outgoing {
  const heard = sources[format]?.read({ topic, payload, stream });
  const message: Message = { source: name, format, stream, topic, ...kept(payload), retained, receivedTime };
  return outgoing(topics.messages, heard ? messageKey(heard, topic) : `topic:${topic}`, message, receivedTime);
}

function kept(payload: Uint8Array): Pick<Message, 'payload' | 'cut'> {
  if (payload.length <= largestPayload) return { payload: base64(payload) };
  const sha256 = createHash('sha256').update(payload).digest('hex');
  return { payload: base64(payload.subarray(0, keptOfALargerPayload)), cut: { bytes: payload.length, sha256 } };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
