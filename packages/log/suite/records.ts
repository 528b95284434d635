import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionOf } from '../partition.ts';
import { type Make, onLog, readAll, readTopic, start, text, textOf, texts } from './on-log.ts';
import { copies, letters, suiteTopics } from './topics.ts';

const half = 512 * 1024;

/** Appending and reading. */
export function recordsSuite(make: Make): void {
  test(
    'what is appended is read back whole and in order',
    onLog(make, async ({ log }) => {
      await log.append([
        text(letters, 'a', 'one', { partition: 0, time: start }),
        text(letters, 'b', 'two', { partition: 0, time: start - 5 }),
        text(letters, 'a', null, { partition: 0, time: start + 5 }),
      ]);
      const read = (await log.read(letters, 0, 0, 10)).map((record) => ({ ...record, value: textOf(record) }));
      expect(read).toEqual([
        { partition: 0, offset: 0, key: 'a', value: 'one', time: start },
        { partition: 0, offset: 1, key: 'b', value: 'two', time: start - 5 },
        { partition: 0, offset: 2, key: 'a', value: null, time: start + 5 },
      ]);
    }),
  );

  test(
    'appended offsets are contiguous from 0 in each partition, and pages meet without gap',
    onLog(make, async ({ log }) => {
      const last = log.partitions(letters) - 1;
      for (let n = 0; n < 4; n++)
        await log.append([text(letters, 'x', `a${n}`, { partition: 0 }), text(letters, 'x', `b${n}`, { partition: last })]);
      const offsets = (await readAll(log, letters, last)).map(({ offset }) => offset);
      expect(offsets).toEqual(offsets.map((_, index) => index));
      expect((await log.read(letters, last, 0, 2)).map(({ offset }) => offset)).toEqual([0, 1]);
      expect((await log.read(letters, last, 2, 1)).map(({ offset }) => offset)).toEqual([2]);
      expect(await log.read(letters, last, offsets.length, 10)).toEqual([]);
    }),
  );

  test(
    'a key falls to the same partition in every topic of as many partitions; a named partition wins',
    onLog(make, async ({ log }) => {
      const keys = Array.from({ length: 40 }, (_, n) => `key ${n}`);
      await log.append(keys.flatMap((key) => [text(letters, key, key), text(copies, key, key)]));
      const placed = new Map((await readTopic(log, letters)).map(({ key, partition }) => [key, partition]));
      expect(new Map((await readTopic(log, copies)).map(({ key, partition }) => [key, partition]))).toEqual(placed);
      for (const key of keys) expect(placed.get(key)).toBe(partitionOf(key, log.partitions(letters)));
      const last = log.partitions(letters) - 1;
      await log.append(keys.map((key) => text(letters, key, 'named', { partition: last })));
      expect((await readAll(log, letters, last)).filter((record) => textOf(record) === 'named')).toHaveLength(keys.length);
    }),
  );

  test(
    'an append with one impossible record writes nothing',
    onLog(make, async ({ log }) => {
      const impossible = text(letters, 'b', 'two', { partition: log.partitions(letters) });
      await expect(log.append([text(letters, 'a', 'one'), text(copies, 'a', 'one'), impossible])).rejects.toThrow(RangeError);
      expect([...(await texts(log, letters)), ...(await texts(log, copies))]).toEqual([]);
      await log.append([text(letters, 'a', 'later', { partition: 0 })]);
      expect((await log.read(letters, 0, 0, 1))[0]?.offset).toBe(0);
    }),
  );

  test(
    'what was appended is there after a restart, and offsets go on',
    onLog(make, async ({ log, reopen }) => {
      await log.append([text(letters, 'a', 'one', { partition: 0 }), text(letters, 'a', 'two', { partition: 0 })]);
      await log.close();
      const again = await reopen();
      await again.append([text(letters, 'a', 'three', { partition: 0 })]);
      expect((await readAll(again, letters, 0)).map((record) => [record.offset, textOf(record)])).toEqual([
        [0, 'one'],
        [1, 'two'],
        [2, 'three'],
      ]);
    }),
  );

  test(
    'a log keeps its incarnation over restarts; a new log has another',
    onLog(make, async ({ log, reopen }) => {
      const other = await make();
      try {
        expect((await reopen()).incarnation).toBe(log.incarnation);
        expect(other.log.incarnation).not.toBe(log.incarnation);
        expect(log.incarnation).toMatch(/^[0-9A-Za-z_-]{8,64}$/);
      } finally {
        await other.dispose();
      }
    }),
  );

  test(
    'values of any bytes up to 512 KiB come back; empty is not none',
    onLog(make, async ({ log }) => {
      const values = [new Uint8Array(0), null, Uint8Array.from({ length: 256 }, (_, n) => n), new Uint8Array(half).map((_, n) => n % 251)];
      for (const value of values) await log.append([{ topic: letters, key: 'k', value, time: start, partition: 0 }]);
      const read = (await readAll(log, letters, 0)).map(({ value }) => value && Buffer.from(value).toString('base64'));
      expect(read).toEqual(values.map((value) => value && Buffer.from(value).toString('base64')));
    }),
  );

  test(
    'keys are any Unicode text',
    onLog(make, async ({ log }) => {
      let from = 0;
      const keys = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1, maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(keys, async (some) => {
          await log.append(some.map((key) => text(letters, key, 'x', { partition: 0 })));
          const read = await log.read(letters, 0, from, 100);
          from += read.length;
          expect(read.map(({ key }) => key)).toEqual(some);
        }),
        // A run that failed has moved the log: shrinking would start from elsewhere.
        { numRuns: 30, endOnFailure: true },
      );
    }),
  );

  test(
    '10 000 records in batches, several in flight, arrive once each and in order within their batch',
    onLog(make, async ({ log }) => {
      const batch = (b: number) => Array.from({ length: 500 }, (_, n) => text(letters, `key ${n}`, String(b * 500 + n)));
      for (let b = 0; b < 20; b += 4) await Promise.all([b, b + 1, b + 2, b + 3].map((each) => log.append(batch(each))));
      const read = await readTopic(log, letters);
      const numbers = read.map((record) => Number(textOf(record)));
      expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
      const last = new Map<string, number>();
      const disordered = read.filter((record, index) => {
        const number = numbers[index] ?? -1;
        const batch = `${record.partition} ${Math.floor(number / 500)}`;
        const before = last.get(batch) ?? -1;
        last.set(batch, number);
        return number <= before;
      });
      expect(disordered).toEqual([]);
    }),
  );

  test(
    'a topic never written to is empty; a partition it does not have is refused',
    onLog(make, async ({ log }) => {
      for (const topic of suiteTopics) {
        const nothing = Array.from({ length: log.partitions(topic) }, (_, partition) => ({ partition, start: 0, committed: 0, end: 0 }));
        expect(await readTopic(log, topic)).toEqual([]);
        expect(await log.standing('nobody', topic)).toEqual(nothing);
      }
      await expect(log.read(letters, log.partitions(letters), 0, 10)).rejects.toThrow(RangeError);
    }),
  );

  test(
    'a closed log says that it is closed; closing twice is harmless',
    onLog(make, async ({ log }) => {
      await log.close();
      await log.close();
      const never = new AbortController().signal;
      await expect(log.append([text(letters, 'a', 'one')])).rejects.toThrow(/closed/);
      await expect(log.read(letters, 0, 0, 1)).rejects.toThrow(/closed/);
      await expect(log.standing('g', letters)).rejects.toThrow(/closed/);
      await expect(log.sweep(start)).rejects.toThrow(/closed/);
      await expect(log.consume({ group: 'g', topic: letters, run: async () => {} }, never)).rejects.toThrow(/closed/);
    }),
  );
}
