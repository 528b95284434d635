import type { Topic } from './topics.ts';

/** The one place where a value becomes the bytes of a record and back. Form: UTF-8 JSON `{"v": version, "is": value}`. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

const text = new TextDecoder('utf-8', { fatal: true });

export function encode<T>(topic: Topic<T>, value: T): Uint8Array {
  return Buffer.from(JSON.stringify({ v: topic.version, is: value }));
}

/** @throws UnreadableRecord when the bytes are no record of this topic, or of a version newer than this program. */
export function decode<T>(topic: Topic<T>, bytes: Uint8Array): T {
  const { v, is } = envelope(topic, bytes);
  if (v > topic.version) {
    throw new UnreadableRecord(
      `A record of "${topic.name}" has version ${v}; this program reads up to ${topic.version}. Start a newer Vigie.`,
    );
  }
  const parsed = topic.schema.safeParse(is);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0];
  throw new UnreadableRecord(`A record of "${topic.name}" is not readable: ${where?.path.join('.')}: ${where?.message}`);
}

function envelope(topic: Topic<unknown>, bytes: Uint8Array): { v: number; is: unknown } {
  try {
    const record = JSON.parse(text.decode(bytes)) as { v?: unknown; is?: unknown } | null;
    if (typeof record?.v === 'number') return { v: record.v, is: record.is };
  } catch (cause) {
    throw new UnreadableRecord(`A record of "${topic.name}" is not JSON.`, { cause });
  }
  throw new UnreadableRecord(`A record of "${topic.name}" names no version.`);
}
