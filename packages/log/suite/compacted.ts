import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Log, LogRecord } from '../contract.ts';
import { inTenure, type Make, onLog, readAll, text, textOf } from './on-log.ts';
import { letters, stock } from './topics.ts';

/** What stands in one partition of `stock`, as a tenure of that partition sees it. */
function stateOf(log: Log, partition = 0): Promise<LogRecord[]> {
  return inTenure({ log, group: 'reader', topic: letters, partition }, async (tenure) => {
    const found: LogRecord[] = [];
    for await (const record of tenure.state(stock)) found.push(record);
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
}
