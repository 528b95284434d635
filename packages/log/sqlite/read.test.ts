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
