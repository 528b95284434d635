import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { decode, encode, UnreadableRecord } from '../../packages/model/contents.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';

/** Records as each version wrote them; lines are added with a new version, and never changed. */
const written = readFileSync(new URL('../fixtures/records.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { topic: string; record: { v: number; is: unknown } });
const byName = new Map<string, Topic<unknown>>(Object.values(topics).map((topic) => [topic.name, topic as Topic<unknown>]));
const bytesOf = (record: unknown) => new TextEncoder().encode(JSON.stringify(record));

test.each(written)('a record of $topic, version $record.v, is readable for ever', ({ topic, record }) => {
  const known = byName.get(topic);
  if (!known) throw new Error(`The topic ${topic} is gone.`);
  expect(decode(known, bytesOf(record))).toEqual(record.is);
});

test('every topic has written records of every version up to its own', () => {
  for (const { name, version } of byName.values()) {
    const versions = new Set(written.filter(({ topic }) => topic === name).map(({ record }) => record.v));
    expect({ name, versions: [...versions].sort() }).toEqual({ name, versions: Array.from({ length: version }, (_, at) => at + 1) });
  }
});

test('what is written today reads as it was', () => {
  for (const { topic, record } of written) {
    const known = byName.get(topic);
    if (known && record.v === known.version) expect(decode(known, encode(known, decode(known, bytesOf(record))))).toEqual(record.is);
  }
});

test('bytes that are no record are refused with words, without their content', () => {
  for (const bytes of [
    new Uint8Array(),
    bytesOf([]),
    bytesOf({ is: 1 }),
    bytesOf({ v: 1, is: { secret: 'hunter2' } }),
    Uint8Array.of(0xff),
  ]) {
    expect(() => decode(topics.messages, bytes)).toThrow(UnreadableRecord);
    expect(() => decode(topics.messages, bytes)).not.toThrow(/hunter2/);
  }
  expect(() => decode(topics.messages, bytesOf({ v: 99, is: {} }))).toThrow(
    'A record of "messages" has version 99; this program reads up to 1. Start a newer Vigie.',
  );
});
