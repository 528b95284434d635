import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { inFolder } from '../fixtures/in-folder.ts';
import { openDatabase } from './database.ts';
import { openSqliteLog } from './open.ts';
import { applicationId, layouts } from './schema.ts';

const copyOf = (file: string) => file.replace(/\.db$/, `.before-layout-${layouts.length}.db`);

/** A log as the Vigie before wrote it, with a topic in it. */
async function olderLog(file: string): Promise<void> {
  const db = new Database(file);
  for (const layout of layouts.slice(0, -1)) db.exec(layout);
  db.pragma(`user_version = ${layouts.length - 1}`);
  db.pragma(`application_id = ${applicationId}`);
  db.exec(`INSERT INTO log VALUES ('abc', NULL, ''); INSERT INTO topics VALUES (1, 'kept', 0, 1, NULL, NULL)`);
  db.close();
  await chmod(file, 0o640);
}

function layoutOf(file: string): { layout: unknown; topics: unknown[] } {
  const db = new Database(file, { readonly: true });
  const found = { layout: db.pragma('user_version', { simple: true }), topics: db.prepare('SELECT name FROM topics').pluck().all() };
  db.close();
  return found;
}

test(
  'of an older file a copy is kept before it is changed; a crash between the two repeats both',
  inFolder(async ({ file }) => {
    await olderLog(file);
    await writeFile(copyOf(file), 'of an attempt that crashed');
    await writeFile(`${copyOf(file)}.unfinished`, 'half a copy');
    const told: string[] = [];
    openDatabase({ file, backedUp: (copy) => told.push(copy) }).close();
    expect(told).toEqual([copyOf(file)]);
    expect(layoutOf(file)).toEqual({ layout: layouts.length, topics: ['kept'] });
    expect(layoutOf(copyOf(file))).toEqual({ layout: layouts.length - 1, topics: ['kept'] });
    expect(statSync(copyOf(file)).mode & 0o777).toBe(0o640);
    expect(existsSync(`${copyOf(file)}.unfinished`)).toBe(false);
    openDatabase({ file, backedUp: (copy) => told.push(copy) }).close();
    expect(told).toHaveLength(1);
  }),
);

test(
  'a file whose copy cannot be written is refused in plain words, and left as it is',
  inFolder(async ({ file }) => {
    await olderLog(file);
    const before = readFileSync(file);
    // In the way of the copy: a folder that is not empty, which no file replaces.
    await mkdir(copyOf(file));
    await writeFile(`${copyOf(file)}/x`, '');
    expect(() => openSqliteLog({ file })).toThrow(/of an older Vigie.*cannot be written\. Nothing was changed\. Make room/);
    expect(layoutOf(file).layout).toBe(layouts.length - 1);
    expect(readFileSync(file).length).toBe(before.length);
  }),
);

test(
  'a new file needs no copy',
  inFolder(async ({ file }) => {
    await openSqliteLog({ file }).close();
    expect(existsSync(copyOf(file))).toBe(false);
  }),
);
