import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Log, LogRecord, Outgoing } from '../contract.ts';
import { inFolder } from '../fixtures/in-folder.ts';
import { start } from '../suite/on-log.ts';
import { brief, letters } from '../suite/topics.ts';
import { openSqliteLog } from './open.ts';
import { Tail } from './tail.ts';

const record = (offset: number, bytes = 1): LogRecord => ({ partition: 0, offset, key: 'k', value: new Uint8Array(bytes), time: start });
const offsets = (records: readonly LogRecord[] | undefined) => records?.map(({ offset }) => offset);

function tailOf(...records: readonly LogRecord[]): Tail {
  const tail = new Tail();
  tail.read(1, 0, 0, 1);
  for (const one of records) tail.add(1, 1, one);
  return tail;
}

test('it keeps what comes after a topic was read, and gives any part of it', () => {
  const tail = tailOf(record(5), record(6), record(7));
  expect(offsets(tail.read(1, 0, 5, 10))).toEqual([5, 6, 7]);
  expect(offsets(tail.read(1, 0, 6, 1))).toEqual([6]);
  for (const elsewhere of [4, 8]) expect(tail.read(1, 0, elsewhere, 10)).toBeUndefined();
  expect(tail.read(1, 1, 5, 10)).toBeUndefined();
});

test('of a topic that nobody reads it keeps nothing', () => {
  const tail = new Tail();
  tail.add(1, 1, record(0));
  expect(tail.read(1, 0, 0, 10)).toBeUndefined();
});

test('where another has written in between, it begins anew', () => {
  const tail = tailOf(record(0), record(1), record(3));
  expect(tail.read(1, 0, 0, 10)).toBeUndefined();
  expect(offsets(tail.read(1, 0, 3, 10))).toEqual([3]);
});

test('a key that the file does not hold as it is given is not kept', () => {
  const tail = tailOf(record(0), { ...record(1), key: 'half \ud800' }, record(2));
  for (const offset of [0, 1]) expect(tail.read(1, 0, offset, 10)).toBeUndefined();
  expect(offsets(tail.read(1, 0, 2, 10))).toEqual([2]);
});

test('truth 7: however much is written, it holds two megabytes of a topic', () => {
  const tail = tailOf(...Array.from({ length: 100 }, (_, offset) => record(offset, 2 ** 16)));
  const kept = offsets(tail.read(1, 0, 99, 1)) ?? [];
  expect(kept).toEqual([99]);
  const oldest = Array.from({ length: 100 }, (_, offset) => offset).find((offset) => tail.read(1, 0, offset, 1) !== undefined) ?? 0;
  expect(100 - oldest).toBeLessThanOrEqual(32);
  expect(100 - oldest).toBeGreaterThan(10);
});

const step = fc.oneof(
  fc.record({
    by: fc.constantFrom('us', 'another'),
    write: fc.array(fc.constantFrom('a', 'ä', '\ud800', '😀'), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ read: fc.nat(20), limit: fc.integer({ min: 1, max: 5 }) }),
);

test('whoever writes, and whatever is asked, the log gives what stands in the file, or its beginning', async () => {
  const once = (steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) =>
    inFolder(async ({ file }) => {
      const logs = { us: openSqliteLog({ file, partitions: 1 }), another: openSqliteLog({ file, partitions: 1 }) };
      for (const one of steps) {
        if ('write' in one) await logs[one.by as keyof typeof logs].append(one.write.map(letter));
        else mustBeBeginningOf(await readable(logs.us, one.read, one.limit), await fromFile(file, one.read, one.limit));
      }
      await Promise.all(Object.values(logs).map((log) => log.close()));
    })();
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), once), { numRuns: 25 });
}, 30_000);

test(
  'what a sweep has removed is not given any more',
  inFolder(async ({ file }) => {
    const log = openSqliteLog({ file, partitions: 1 });
    await log.read(brief, 0, 0, 1);
    await log.append([{ topic: brief, key: 'k', value: null, time: start }]);
    expect(await log.read(brief, 0, 0, 10)).toHaveLength(1);
    await log.sweep(start + 3_600_000);
    expect(await log.read(brief, 0, 0, 10)).toEqual([]);
    await log.close();
  }),
);

/** Fewer than were asked for is no end; none is. */
function mustBeBeginningOf(found: readonly object[], inFile: readonly object[]): void {
  expect(found).toEqual(inFile.slice(0, found.length));
  if (inFile.length > 0) expect(found.length).toBeGreaterThan(0);
}

const letter = (key: string): Outgoing => ({ topic: letters, key, value: Buffer.from(key), time: start });

async function readable(log: Log, offset: number, limit: number) {
  const records = await log.read(letters, 0, offset, limit);
  return records.map((one) => ({ ...one, value: Buffer.from(one.value ?? '').toString('hex') }));
}

/** A log that has written nothing knows only the file. */
async function fromFile(file: string, offset: number, limit: number) {
  const log = openSqliteLog({ file, partitions: 1 });
  const found = await readable(log, offset, limit);
  await log.close();
  return found;
}
