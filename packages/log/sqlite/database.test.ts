import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { LogUnavailable } from '../contract.ts';
import { inFolder } from '../fixtures/in-folder.ts';
import { openLog } from '../open.ts';
import { readTopic, start, text, textOf } from '../suite/on-log.ts';
import { ages, brief, letters, stock } from '../suite/topics.ts';
import { openSqliteLog } from './open.ts';
import { applicationId, layouts } from './schema.ts';

test(
  'a file of a newer layout is refused, and the message says what to do',
  inFolder(async ({ file }) => {
    await openSqliteLog({ file }).close();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    expect(() => openSqliteLog({ file })).toThrow(/layout version 99; this program knows up to \d+\. .*newer Vigie: start that one/);
  }),
);

test(
  'a file that is something else is refused and left as it is',
  inFolder(async ({ folder, file }) => {
    const db = new Database(file);
    db.exec('CREATE TABLE recipes (name TEXT)');
    expect(() => openSqliteLog({ file })).toThrow(/not a log of Vigie/);
    expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['recipes']);
    db.close();
    await writeFile(join(folder, 'letter.txt'), 'Dear reader, '.repeat(200));
    expect(() => openSqliteLog({ file: join(folder, 'letter.txt') })).toThrow(/not a database/);
  }),
);

test(
  'the number of partitions cannot change under a log',
  inFolder(async ({ file }) => {
    await openSqliteLog({ file, partitions: 1 }).close();
    expect(() => openSqliteLog({ file, partitions: 4 })).toThrow(/made with 1 partitions for every topic; now asked: 4/);
    expect(() => openSqliteLog({ file })).toThrow(/now asked: as each topic says/);
  }),
);

test(
  'a topic that changed its shape is refused; a changed retention is taken over',
  inFolder(async ({ file }) => {
    const log = openSqliteLog({ file });
    await log.append([text(letters, 'a', 'one'), text(brief, 'a', 'one'), text(stock, 'a', 'one')]);
    await log.close();
    const again = openSqliteLog({ file });
    const wider = { ...letters, partitions: 8 };
    await expect(again.append([text(wider, 'a', 'two')])).rejects.toThrow(
      /"suite_letters" was made with 3 partitions; this program wants 8/,
    );
    await expect(again.append([text({ ...stock, compacted: false }, 'a', 'two')])).rejects.toThrow(/3 partitions, compacted; .* wants 3\./);
    await again.append([text({ ...brief, retention: { time: 120_000, bytes: null } }, 'a', 'two')]);
    expect(await again.sweep(start + 100_000)).toEqual({ removed: 0 });
    expect(await again.sweep(start + 200_000)).toEqual({ removed: 2 });
    await again.close();
  }),
);

test(
  'openLog makes the data folder, and a technician can read log.db',
  inFolder(async ({ folder }) => {
    const log = await openLog({ engine: 'sqlite', folder: join(folder, 'city', 'data'), partitions: 1 });
    await log.append([text(letters, 'bench 3', '{"v":1}'), text(stock, 'apple', null)]);
    await log.close();
    const db = new Database(join(folder, 'city', 'data', 'log.db'), { readonly: true });
    expect(db.prepare('SELECT * FROM readable_records ORDER BY topic').all()).toEqual([
      { topic: 'suite_letters', partition: 0, offset: 0, time: '2026-01-01T00:00:00.000Z', key: 'bench 3', value: '{"v":1}' },
      { topic: 'suite_stock', partition: 0, offset: 0, time: '2026-01-01T00:00:00.000Z', key: 'apple', value: null },
    ]);
    db.close();
  }),
);

test(
  'a file that cannot be opened is said so, with the code',
  inFolder(async ({ folder }) => {
    // better-sqlite3 looks for the folder itself.
    expect(() => openSqliteLog({ file: join(folder, 'absent', 'log.db') })).toThrow(/directory does not exist/);
    expect(() => openSqliteLog({ file: folder })).toThrow(LogUnavailable);
    expect(() => openSqliteLog({ file: folder })).toThrow(/SQLITE_CANTOPEN/);
  }),
);

/** A file as the first Vigie made it: one compacted topic with one record. */
function fileOfLayout1(file: string): void {
  const db = new Database(file);
  db.exec(layouts[0] ?? '');
  db.pragma(`application_id = ${applicationId}`);
  db.pragma('user_version = 1');
  db.exec(`INSERT INTO log VALUES ('0123456789abcdef', 1, '');
    INSERT INTO topics VALUES (1, 'suite_ages', 1, 1, NULL, NULL);
    INSERT INTO partitions VALUES (1, 0, 7, 0);
    INSERT INTO latest_records VALUES (1, 0, 6, ${start}, 'a', CAST('old' AS BLOB))`);
  db.close();
}

test(
  'a file of an older layout is taken over with all that it holds, and remembers from then on',
  inFolder(async ({ file }) => {
    fileOfLayout1(file);
    const log = openSqliteLog({ file, partitions: 1 });
    expect(log.incarnation).toBe('0123456789abcdef');
    expect((await readTopic(log, ages)).map(textOf)).toEqual(['old']);
    await log.append([text(ages, 'a', 'new')]);
    await log.close();
    const again = openSqliteLog({ file, partitions: 1 });
    expect((await readTopic(again, ages)).map((record) => [record.offset, textOf(record)])).toEqual([
      [6, 'old'],
      [7, 'new'],
    ]);
    await again.close();
  }),
);
