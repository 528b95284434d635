import { expect, test } from '@jest/globals';
import { inFolder } from '../fixtures/in-folder.ts';
import { inTenure, readTopic, start, text, textOf } from '../suite/on-log.ts';
import { brief, stock } from '../suite/topics.ts';
import { openSqliteLog } from './open.ts';

const day = 24 * 3_600_000;

test(
  'of a compacted topic only what stands is read: the newest of each key, and removals for seven days',
  inFolder(async ({ file }) => {
    const log = openSqliteLog({ file, partitions: 1 });
    for (const value of ['1', '2', null]) await log.append([text(stock, 'apple', value), text(stock, 'pear', value ?? '3')]);
    const standing = async () => (await readTopic(log, stock)).map((record) => [record.offset, record.key, textOf(record)]);
    expect(await standing()).toEqual([
      [4, 'apple', null],
      [5, 'pear', '3'],
    ]);
    expect(await log.sweep(start + 7 * day)).toEqual({ removed: 0 });
    await inTenure({ log, group: 'slow', topic: stock }, (tenure) => tenure.commit([], 4));
    expect(await log.sweep(start + 8 * day)).toEqual({ removed: 0 });
    await inTenure({ log, group: 'slow', topic: stock }, (tenure) => tenure.commit([], 5));
    expect(await log.sweep(start + 8 * day)).toEqual({ removed: 1 });
    expect(await standing()).toEqual([[5, 'pear', '3']]);
    await log.close();
  }),
);

test(
  'a group that took a partition and has not committed yet holds everything',
  inFolder(async ({ file }) => {
    const log = openSqliteLog({ file });
    await log.append([text(brief, 'k', 'one')]);
    await inTenure({ log, group: 'g', topic: brief }, async () => undefined);
    expect(await log.sweep(start + day)).toEqual({ removed: 0 });
    await log.close();
  }),
);

test(
  'truth 7: a sweep goes in slices, the process has its turn between two, and closing ends it',
  inFolder(async ({ file }) => {
    const log = openSqliteLog({ file });
    await log.append(Array.from({ length: 5_000 }, (_, n) => text(brief, 'k', String(n))));
    const sweeping = log.sweep(start + day);
    await log.append([text(brief, 'k', 'meanwhile', { time: start + day })]);
    const [oldest] = await log.standing('g', brief);
    expect(oldest?.start).toBeGreaterThan(0);
    expect(oldest?.start).toBeLessThan(5_000);
    expect(oldest?.end).toBe(5_001);
    await log.close();
    expect((await sweeping).removed).toBeLessThan(5_000);
  }),
);
