import { expect, test } from '@jest/globals';
import { inTenure, type Make, onLog, readAll, readTopic, start, text, textOf } from './on-log.ts';
import { brief, capped, letters, stock } from './topics.ts';

const minute = 60_000;

/** `count` records of `brief`, one every second. */
const everySecond = (count: number) => Array.from({ length: count }, (_, n) => text(brief, 'k', String(n), { time: start + n * 1000 }));

/** Retention. */
export function sweepSuite(make: Make): void {
  test(
    'a sweep removes what is older than the retention, and offsets go on, over a restart too',
    onLog(make, async ({ log, reopen }) => {
      await log.append(everySecond(5));
      expect(await log.sweep(start + minute + 2_500)).toEqual({ removed: 3 });
      expect((await readAll(log, brief, 0)).map(textOf)).toEqual(['3', '4']);
      expect(await log.standing('g', brief)).toEqual([{ partition: 0, start: 3, committed: 0, end: 5 }]);
      expect(await log.sweep(start + 10 * minute)).toEqual({ removed: 2 });
      expect(await log.standing('g', brief)).toEqual([{ partition: 0, start: 5, committed: 0, end: 5 }]);
      await log.close();
      const again = await reopen();
      await again.append([text(brief, 'k', 'next')]);
      expect((await readAll(again, brief, 0)).map((record) => [record.offset, textOf(record)])).toEqual([[5, 'next']]);
    }),
  );

  test(
    'a sweep removes all that is too old, however much it is',
    onLog(make, async ({ log }) => {
      await log.append(Array.from({ length: 3_500 }, (_, n) => text(brief, 'k', String(n))));
      await log.append([text(brief, 'k', 'young', { time: start + 10 * minute })]);
      expect(await log.sweep(start + 10 * minute)).toEqual({ removed: 3_500 });
      expect((await readAll(log, brief, 0)).map(textOf)).toEqual(['young']);
    }),
  );

  test(
    'a sweep brings a topic under its cap over all partitions, the oldest first',
    onLog(make, async ({ log }) => {
      const partitions = log.partitions(capped);
      // The first third all falls to partition 0, so that the oldest are not spread evenly.
      const place = (n: number) => (n < 40 ? 0 : n % partitions);
      const record = (n: number) => text(capped, 'k', String(n).padStart(100, '0'), { partition: place(n), time: start + n });
      await log.append(Array.from({ length: 120 }, (_, n) => record(n)));
      await log.sweep(start);
      const kept = (await readTopic(log, capped)).map(({ time }) => time - start).sort((a, b) => a - b);
      expect(kept.length * 100).toBeLessThanOrEqual(5_000);
      expect(kept.length).toBeGreaterThan(0);
      expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => 120 - kept.length + n));
      expect(await log.sweep(start)).toEqual({ removed: 0 });
    }),
  );

  test(
    'a sweep never removes what the slowest group has not committed, by time or by bytes',
    onLog(make, async ({ log }) => {
      await log.append(everySecond(6));
      await log.append(Array.from({ length: 80 }, (_, n) => text(capped, 'k', 'x'.repeat(100), { partition: 0, time: start + n })));
      await inTenure({ log, group: 'slow', topic: brief }, (tenure) => tenure.commit([], 2));
      await inTenure({ log, group: 'fast', topic: brief }, (tenure) => tenure.commit([], 6));
      await inTenure({ log, group: 'slow', topic: capped }, (tenure) => tenure.commit([], 1));
      expect(await log.sweep(start + 10 * minute)).toEqual({ removed: 3 });
      expect((await readAll(log, brief, 0))[0]?.offset).toBe(2);
      expect((await readAll(log, capped, 0))[0]?.offset).toBe(1);
      await inTenure({ log, group: 'slow', topic: brief }, (tenure) => tenure.commit([], 5));
      expect(await log.sweep(start + 10 * minute)).toEqual({ removed: 3 });
      expect((await readAll(log, brief, 0))[0]?.offset).toBe(5);
    }),
  );

  test(
    'a sweep leaves what is kept for ever, and the state of compacted topics',
    onLog(make, async ({ log }) => {
      await log.append([text(letters, 'a', 'one'), text(stock, 'a', 'one')]);
      expect(await log.sweep(start + 1e11)).toEqual({ removed: 0 });
      expect((await readTopic(log, letters)).map(textOf)).toEqual(['one']);
      expect((await readTopic(log, stock)).map(textOf)).toEqual(['one']);
    }),
  );
}
