import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
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
  for (const { name, version, schema } of byName.values()) {
    // Nothing is ever written there.
    if (schema instanceof z.ZodNever) continue;
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

test.each(written)(
  'a record of $topic as the next version may write it is read, without what is not known; one beyond is refused',
  (line) => {
    const known = byName.get(line.topic);
    if (!known || line.record.v !== known.version) return;
    const is = { ...(line.record.is as object), addedLater: { deep: [1] } };
    expect(decode(known, bytesOf({ v: known.version + 1, is }))).toEqual(line.record.is);
    expect(() => decode(known, bytesOf({ v: known.version + 2, is }))).toThrow(/Start a newer Vigie/);
  },
);

test('records of older versions are upgraded one version after the other, and only by what they lack', () => {
  const schema = z.object({ name: z.string(), places: z.array(z.string()) });
  const third: Topic<z.infer<typeof schema>> = {
    ...topics.register,
    version: 3,
    schema,
    upgrades: [
      (is) => ({ name: (is as { label: string }).label, place: 'here' }),
      (is) => ({ name: (is as { name: string }).name, places: [(is as { place: string }).place] }),
    ],
  };
  expect(decode(third, bytesOf({ v: 1, is: { label: 'a' } }))).toEqual({ name: 'a', places: ['here'] });
  expect(decode(third, bytesOf({ v: 2, is: { name: 'a', place: 'there' } }))).toEqual({ name: 'a', places: ['there'] });
  expect(decode(third, bytesOf({ v: 4, is: { name: 'a', places: [], more: 1 } }))).toEqual({ name: 'a', places: [] });
  expect(() => decode(third, bytesOf({ v: 0, is: {} }))).toThrow('names no version');
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
    'A record of "messages" has version 99; this program reads up to 2. Start a newer Vigie.',
  );
});
