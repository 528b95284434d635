import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Log, LogRecord } from '../contract.ts';
import { inTenure, type Make, onLog, readAll, start, text, textOf } from './on-log.ts';
import { ages, letters, stock } from './topics.ts';

/** What stands in one partition of a compacted topic, as a tenure of that partition sees it. */
function stateOf(log: Log, partition = 0, topic = stock): Promise<LogRecord[]> {
  return inTenure({ log, group: 'reader', topic: letters, partition }, async (tenure) => {
    const found: LogRecord[] = [];
    for await (const record of tenure.state(topic)) found.push(record);
    return found;
  });
}

const asMap = (records: readonly LogRecord[]) => new Map(records.map((record) => [record.key, textOf(record)]));

/** What a reader knows who follows by offset and applies each record. */
function folded(records: readonly LogRecord[]): Map<string, string | null> {
  const map = new Map<string, string | null>();
  for (const record of records) {
    map.delete(record.key);
    if (record.value !== null) map.set(record.key, textOf(record));
  }
  return map;
}

/** Compacted topics. */
export function compactedSuite(make: Make): void {
  test(
    'the state after a restart is the newest value of each key that was not removed, in offset order',
    onLog(make, async ({ log, reopen }) => {
      const here = (key: string, value: string | null) => text(stock, key, value, { partition: 0 });
      await log.append([here('apple', '1'), here('pear', '1'), here('fig', '1')]);
      await log.append([here('apple', '2'), here('pear', null)]);
      await log.close();
      const state = await stateOf(await reopen());
      expect(state.map((record) => [record.offset, record.key, textOf(record)])).toEqual([
        [2, 'fig', '1'],
        [3, 'apple', '2'],
      ]);
    }),
  );

  test(
    'a tenure sees the state of its own partition only',
    onLog(make, async ({ log }) => {
      const last = log.partitions(stock) - 1;
      await log.append([text(stock, 'here', '1', { partition: last })]);
      expect([...asMap(await stateOf(log, last))]).toEqual([['here', '1']]);
      if (last > 0) expect(await stateOf(log, 0)).toEqual([]);
    }),
  );

  test(
    'who follows by offset learns of a removal',
    onLog(make, async ({ log }) => {
      await log.append([text(stock, 'apple', '1', { partition: 0 }), text(stock, 'pear', '1', { partition: 0 })]);
      const seen = await readAll(log, stock, 0);
      const next = (seen.at(-1)?.offset ?? -1) + 1;
      await log.append([text(stock, 'apple', null, { partition: 0 })]);
      const later = await log.read(stock, 0, next, 10);
      expect(later.map(({ key, value }) => [key, value])).toEqual([['apple', null]]);
      expect([...folded([...seen, ...later])]).toEqual([['pear', '1']]);
    }),
  );

  test(
    'offsets go on after everything was removed, over a restart too',
    onLog(make, async ({ log, reopen }) => {
      await log.append([text(stock, 'apple', '1', { partition: 0 }), text(stock, 'apple', null, { partition: 0 })]);
      await log.close();
      const again = await reopen();
      await again.append([text(stock, 'apple', '3', { partition: 0 })]);
      expect((await stateOf(again)).map((record) => [record.offset, textOf(record)])).toEqual([[2, '3']]);
    }),
  );

  test(
    'following, reading from the start and the state agree, whatever was written',
    onLog(make, async ({ log }) => {
      const followed: LogRecord[] = [];
      const value = fc.option(fc.string({ maxLength: 3 }), { nil: null });
      const writes = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), value }), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(writes, async (some) => {
          await log.append(some.map((write) => text(stock, write.key, write.value, { partition: 0 })));
          followed.push(...(await log.read(stock, 0, (followed.at(-1)?.offset ?? -1) + 1, 1000)));
          const whole = folded(await readAll(log, stock, 0));
          expect(whole).toEqual(folded(followed));
          expect(asMap(await stateOf(log))).toEqual(whole);
        }),
        { numRuns: 8, endOnFailure: true },
      );
    }),
  );

  test(
    'truth 3: of a topic with a history, who reads up to any offset finds what stood there; the state is what stands now',
    onLog(make, async ({ log, reopen }) => {
      const value = fc.option(fc.string({ maxLength: 3 }), { nil: null });
      const writes = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), value }), { minLength: 1, maxLength: 40 });
      const written: LogRecord[] = [];
      await fc.assert(
        fc.asyncProperty(writes, fc.nat(), async (some, n) => {
          await log.append(some.map((write) => text(ages, write.key, write.value, { partition: 0 })));
          written.push(...(await log.read(ages, 0, (written.at(-1)?.offset ?? -1) + 1, 1_000)));
          const read = await readAll(log, ages, 0);
          expect(read).toEqual(written);
          const upTo = n % (written.length + 1);
          expect(folded(read.slice(0, upTo))).toEqual(folded(written.slice(0, upTo)));
          expect(asMap(await stateOf(log, 0, ages))).toEqual(folded(written));
        }),
        { numRuns: 8, endOnFailure: true },
      );
      expect(await readAll(await reopen(), ages, 0)).toEqual(written);
    }),
  );

  test(
    'a record goes only when the one that replaced it is older than the history; what stood at any younger moment can still be read',
    onLog(make, async ({ log }) => {
      const minute = 60_000;
      const at = (minutes: number, value: string | null) => text(ages, 'a', value, { partition: 0, time: start + minutes * minute });
      await log.append([at(0, 'long ago'), at(1, 'then'), at(2, null), at(3, 'now')]);
      const kept = async () => (await readAll(log, ages, 0)).map(textOf);
      await log.sweep(start + 2 * minute);
      expect(await kept()).toEqual(['long ago', 'then', null, 'now']);
      expect((await log.standing('g', ages))[0]).toMatchObject({ start: 0, end: 4 });
      await log.sweep(start + 3 * minute + 1);
      expect(await kept()).toEqual([null, 'now']);
      expect((await log.standing('g', ages))[0]).toMatchObject({ start: 2, end: 4 });
      await log.sweep(start + 100 * minute);
      expect(await kept()).toEqual(['now']);
    }),
  );
}
