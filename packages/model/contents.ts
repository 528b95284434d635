import type { Topic } from './topics.ts';

/** The one place where a value becomes the bytes of a record and back. Form: UTF-8 JSON `{"v": version, "is": value}`. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
}

const text = new TextDecoder('utf-8', { fatal: true });

export function encode<T>(topic: Topic<T>, value: T): Uint8Array {
  return Buffer.from(JSON.stringify({ v: topic.version, is: value }));
}

/**
 * A record of an older version is upgraded step by step. One of the next version is read without the fields that this program does not know: a version
 * only adds to the one before, so that readers and writers of both run side by side while a cluster is upgraded.
 * @throws UnreadableRecord when the bytes are no record of this topic, or two versions or more newer than this program.
 */
export function decode<T>(topic: Topic<T>, bytes: Uint8Array): T {
  const { v, is } = envelope(topic, bytes);
  if (v > topic.version + 1) {
    throw new UnreadableRecord(
      `A record of "${topic.name}" has version ${v}; this program reads up to ${topic.version + 1}. Start a newer Vigie.`,
    );
  }
  const parsed = topic.schema.safeParse(upgraded(topic, v, is));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0];
  throw new UnreadableRecord(`A record of "${topic.name}" is not readable: ${where?.path.join('.')}: ${where?.message}`);
}

function upgraded({ upgrades = [], version }: Topic<unknown>, from: number, is: unknown): unknown {
  return upgrades.slice(from - 1, version - 1).reduce((value, upgrade) => upgrade(value), is);
}

function envelope(topic: Topic<unknown>, bytes: Uint8Array): { v: number; is: unknown } {
  try {
    const record = JSON.parse(text.decode(bytes)) as { v?: unknown; is?: unknown } | null;
    if (typeof record?.v === 'number' && Number.isSafeInteger(record.v) && record.v > 0) return { v: record.v, is: record.is };
  } catch (cause) {
    throw new UnreadableRecord(`A record of "${topic.name}" is not JSON.`, { cause });
  }
  throw new UnreadableRecord(`A record of "${topic.name}" names no version.`);
}
