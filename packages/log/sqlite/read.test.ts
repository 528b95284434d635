import { expect, test } from '@jest/globals';
import { inFolder } from '../fixtures/in-folder.ts';
import { readAll, start } from '../suite/on-log.ts';
import { letters } from '../suite/topics.ts';
import { openSqliteLog } from './open.ts';

test(
  'truth 7: one answer is bounded in bytes too, and the next page goes on where it ended',
  inFolder(async ({ file }) => {
    const log = openSqliteLog({ file, partitions: 1 });
    const value = new Uint8Array(512 * 1024);
    for (let n = 0; n < 20; n++) await log.append([{ topic: letters, key: 'k', value, time: start }]);
    const page = await log.read(letters, 0, 0, 100);
    expect(page.length).toBeGreaterThan(0);
    expect(page.length).toBeLessThan(20);
    expect(await readAll(log, letters, 0)).toHaveLength(20);
    await log.close();
  }),
);

test(
  'an answer goes over many pages of the file, each record once, as many as were asked for',
  inFolder(async ({ file }) => {
    const writer = openSqliteLog({ file, partitions: 1 });
    await writer.append(Array.from({ length: 100 }, (_, n) => ({ topic: letters, key: `k${n}`, value: null, time: start })));
    await writer.close();
    const log = openSqliteLog({ file, partitions: 1 });
    const keys = async (offset: number, limit: number) => (await log.read(letters, 0, offset, limit)).map(({ key }) => key);
    expect(await keys(0, 1_000)).toEqual(Array.from({ length: 100 }, (_, n) => `k${n}`));
    expect(await keys(10, 40)).toEqual(Array.from({ length: 40 }, (_, n) => `k${n + 10}`));
    await log.close();
  }),
);
