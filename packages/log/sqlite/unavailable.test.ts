import { expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { LogUnavailable } from '../contract.ts';
import { inFolder } from '../fixtures/in-folder.ts';
import { inTenure, readTopic, text, texts } from '../suite/on-log.ts';
import { copies, letters } from '../suite/topics.ts';
import { openDatabase } from './database.ts';
import { SqliteLog } from './sqlite-log.ts';

const large = 'x'.repeat(100_000);

test(
  'truth 7: on a full disk nothing is written in part, and the log works again when there is room',
  inFolder(async ({ file }) => {
    const db = openDatabase({ file });
    const log = new SqliteLog(db, {});
    await log.append([text(letters, 'a', 'before', { partition: 0 })]);
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 5}`);
    const tooMuch = [text(letters, 'a', 'small'), text(copies, 'a', large)];
    await expect(log.append(tooMuch)).rejects.toThrow(LogUnavailable);
    await expect(log.append(tooMuch)).rejects.toThrow(/SQLITE_FULL/);
    await inTenure({ log, group: 'g', topic: letters }, async (tenure) => {
      await expect(tenure.commit(tooMuch, 1)).rejects.toThrow(LogUnavailable);
      expect(tenure.position).toBe(0);
      expect([...(await texts(log, letters)), ...(await texts(log, copies))]).toEqual(['before']);
      expect((await log.standing('g', letters))[0]?.committed).toBe(0);
      db.pragma('max_page_count = 1000000');
      await tenure.commit(tooMuch, 1);
      expect(tenure.position).toBe(1);
    });
    await log.append(tooMuch);
    expect(await readTopic(log, copies)).toHaveLength(2);
    await log.close();
  }),
);

test(
  'while another process holds the file the log is unavailable, afterwards it is not',
  inFolder(async ({ file }) => {
    const db = openDatabase({ file });
    const log = new SqliteLog(db, {});
    db.pragma('busy_timeout = 0');
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(log.append([text(letters, 'a', 'one')])).rejects.toThrow(/SQLITE_BUSY/);
    const run = async () => {};
    await expect(log.consume({ group: 'g', topic: letters, run }, new AbortController().signal)).rejects.toThrow(LogUnavailable);
    expect(await texts(log, letters)).toEqual([]);
    other.exec('ROLLBACK');
    other.close();
    await log.append([text(letters, 'a', 'one')]);
    expect(await texts(log, letters)).toEqual(['one']);
    await log.close();
  }),
);

test(
  'what is our bug is thrown as it is, and nothing is written',
  inFolder(async ({ file }) => {
    const log = new SqliteLog(openDatabase({ file }), {});
    const bug = log.append([text(letters, 'a', 'one'), text(letters, 'a', 'two', { time: Number.NaN })]);
    await expect(bug).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_NOTNULL' });
    expect(await texts(log, letters)).toEqual([]);
    await log.close();
  }),
);
