import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import type { Reading } from '../model/reading.ts';
import { seriesSuite } from './contract.suite.ts';
import { type Series, SeriesUnavailable } from './contract.ts';
import { openSeries } from './open.ts';
import { openDatabase } from './sqlite/open-database.ts';
import { pageOfAll } from './sqlite/read-range.ts';
import { columns } from './sqlite/reading-row.ts';
import { fileName, sqliteSeries } from './sqlite/sqlite-series.ts';
import { applicationId, layouts } from './sqlite/tables.ts';
import { windowsOfAll } from './sqlite/window-table.ts';
import { always, aReading, aTally, aWindow, noon, readings, windows } from './suite/store.ts';

seriesSuite('SQLite', async () => {
  const place = mkdtempSync(join(tmpdir(), 'vigie-series-'));
  const open = () => openSeries({ engine: 'sqlite', folder: join(place, 'data') });
  let series = await open();
  return {
    series,
    reopen: async () => {
      await series.close();
      series = await open();
      return series;
    },
    dispose: async () => {
      await series.close();
      rmSync(place, { recursive: true });
    },
  };
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-series-'));
  file = join(folder, fileName);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the body on a series and its database. */
async function onFile(body: (series: Series, database: Database.Database) => Promise<void>): Promise<void> {
  const database = openDatabase(file);
  try {
    await body(sqliteSeries(database), database);
  } finally {
    database.close();
  }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => aReading({ phenomenonTime: noon + index }));

test('truth 7: on a full disk nothing of the batch is written, and the same batch is written when there is room', () =>
  onFile(async (series, database) => {
    await series.write([aReading({ datastream: 'before' })]);
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`);
    const batch = many(2000);
    await expect(series.write(batch)).rejects.toThrow(SeriesUnavailable);
    await expect(series.write(batch)).rejects.toThrow(/SQLITE_FULL.*free some space/);
    expect((await readings(series)).map(({ datastream }) => datastream)).toEqual(['before']);
    database.pragma('max_page_count = 1000000');
    expect(new Set((await series.write(batch)).map(({ answer }) => answer))).toEqual(new Set(['stored']));
    expect(await readings(series)).toHaveLength(2001);
  }));

test("while another program holds the file's lock, writing is unavailable and reading goes on", () =>
  onFile(async (series) => {
    const other = new Database(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(series.write([aReading()])).rejects.toThrow(/SQLITE_BUSY.*close that program/);
    await expect(series.writeTallies([aTally()])).rejects.toThrow(SeriesUnavailable);
    expect(await series.latest()).toEqual([]);
    other.exec('ROLLBACK');
    other.close();
    expect(await series.write([aReading()])).toEqual([{ answer: 'stored' }]);
  }));

test('a file that may not be written makes writing unavailable', () =>
  onFile(async (series, database) => {
    database.pragma('query_only = ON');
    await expect(series.write([aReading()])).rejects.toThrow(/SQLITE_READONLY.*rights/);
  }));

test('an error that no waiting mends stays what it is', () =>
  onFile(async (series, database) => {
    database.exec('DROP TABLE tally');
    await expect(series.tallies(0, 1)).rejects.toMatchObject({ message: expect.stringMatching(/no such table/) });
    await expect(series.tallies(0, 1)).rejects.not.toBeInstanceOf(SeriesUnavailable);
  }));

test('a write is on the disk before it is answered', () =>
  onFile(async (_series, database) => {
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  }));

test('a file of a newer Vigie is refused with clear words and left as it is', async () => {
  await onFile(async (_series, database) => void database.pragma('user_version = 99'));
  await expect(openSeries({ engine: 'sqlite', folder })).rejects.toThrow(/newer Vigie \(layout 99; this one knows up to 2\)/);
});

test('a file of an older Vigie keeps its readings and gets what was added since', async () => {
  await onFile(async (series, database) => {
    await series.write([aReading()]);
    database.exec('DROP VIEW windows; DROP TABLE aggregate; PRAGMA user_version = 1');
  });
  await onFile(async (series, database) => {
    expect(database.pragma('user_version', { simple: true })).toBe(layouts.length);
    await series.writeWindows([aWindow()]);
    expect(await readings(series)).toEqual([aReading()]);
    expect(await windows(series)).toEqual([aWindow()]);
  });
});

test("another program's database is refused with clear words and left as it is", async () => {
  const other = new Database(file);
  other.exec('CREATE TABLE recipes (name TEXT)');
  other.close();
  await expect(openSeries({ engine: 'sqlite', folder })).rejects.toThrow(/database of another program/);
  const after = new Database(file);
  expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['recipes']);
  after.close();
});

test('a folder that cannot hold a file makes the series unavailable', async () => {
  await expect(openSeries({ engine: 'sqlite', folder: '/proc' })).rejects.toThrow(SeriesUnavailable);
});

test('truth 10: after an erasure no byte of it is left in any file, nor its names', () =>
  onFile(async (series) => {
    const traces = { datastream: 'HOME-OF-X/power', site: 'HOME-OF-X', device: 'METER-OF-X', frame: 'FRAME-OF-X', raw: 'VALUE-OF-X' };
    await series.write(many(3000).map((reading) => ({ ...reading, ...traces })));
    const hours = Array.from({ length: 3000 }, (_, index) => aWindow({ start: noon + index * 3_600_000 }));
    await series.writeWindows(hours.map((window) => ({ ...window, datastream: traces.datastream, site: traces.site })));
    await series.write(many(3000));
    expect(traceCount()).toBeGreaterThan(1000);
    expect(await series.erase([traces.datastream])).toBe(3000);
    expect(traceCount()).toBe(0);
    expect(await readings(series)).toHaveLength(3000);
  }));

const traceCount = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1').split('OF-X').length - 1)
    .reduce((sum, count) => sum + count, 0);

test('an erasure says so when another reader keeps the old bytes alive, and is completed by asking again', () =>
  onFile(async (series) => {
    await series.write(many(10));
    const other = new Database(file, { readonly: true });
    const reading = other.prepare('SELECT * FROM reading').iterate();
    reading.next();
    await expect(series.erase([aReading().datastream])).rejects.toThrow(/another program is reading.*erase again/);
    reading.return?.();
    other.close();
    expect(await series.erase([aReading().datastream])).toBe(0);
    expect(await readings(series)).toEqual([]);
  }));

test('the place of an erased name never shows another name, not even to a second program with the file open', () =>
  onFile(async (series) => {
    await series.write([aReading({ datastream: 'first' })]);
    const second = await openSeries({ engine: 'sqlite', folder });
    expect(await second.latest()).toHaveLength(1);
    await series.erase(['first']);
    await series.write([aReading({ datastream: 'other' })]);
    for (const reader of [series, second]) expect(await reader.latest()).toEqual([aReading({ datastream: 'other' })]);
    await second.close();
  }));

test('truth 7: other work gets its turn while a long range is read', () =>
  onFile(async (series) => {
    await series.write(many(5000));
    let turns = 0;
    let reading = true;
    const otherWork = () => {
      turns += 1;
      if (reading) setImmediate(otherWork);
    };
    setImmediate(otherWork);
    for await (const _ of series.range(always));
    reading = false;
    expect(turns).toBeGreaterThanOrEqual(5000 / 500 - 1);
  }));

test('the index of times serves a range over all datastreams; only readings of one time are sorted', () =>
  onFile(async (_series, database) => {
    const plan = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${pageOfAll(columns)}`).all(0, 1, 0, '', '', 1);
    const steps = plan.map(({ detail }) => detail);
    expect(steps[0]).toMatch(/^SEARCH r USING INDEX reading_by_time \(phenomenon_time>\? AND phenomenon_time<\?\)/);
    expect(steps.at(-1)).toBe('USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY');
  }));

test('the index of beginnings serves windows over all datastreams; only those of one start are sorted', () =>
  onFile(async (_series, database) => {
    const plan = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${windowsOfAll}`).all('hour', 0, 1, 0, '', 1);
    const steps = plan.map(({ detail }) => detail);
    expect(steps[0]).toMatch(/^SEARCH a USING INDEX aggregate_by_beginning \(length=\? AND begins>\? AND begins<\?\)/);
    expect(steps.at(-1)).toBe('USE TEMP B-TREE FOR LAST TERM OF ORDER BY');
  }));

test('truth 4: a batch that is rolled back leaves no remembered name behind', () =>
  onFile(async (series, database) => {
    await series.write([aReading({ datastream: 'first' })]);
    database.exec("CREATE TRIGGER refuse BEFORE INSERT ON reading WHEN NEW.raw = 'refused' BEGIN SELECT RAISE(ABORT, 'refused'); END");
    const names = { datastream: 'second', device: 'device-8', codecVersion: 'codec@2' };
    const lost = series.write([aReading(names), aReading({ ...names, phenomenonTime: noon + 1, raw: 'refused' })]);
    // Not toThrow: in a process that runs other tests too, the driver's errors are of another realm.
    await expect(lost).rejects.toMatchObject({ message: 'refused' });
    expect((await series.latest()).map(({ datastream }) => datastream)).toEqual(['first']);
    // The numbers that the lost batch had given now belong to others.
    await series.write([aReading({ datastream: 'third', device: 'device-9', codecVersion: 'codec@3' })]);
    await series.write([aReading(names)]);
    expect(await readings(series, { datastreams: ['second'] })).toEqual([aReading(names)]);
    expect(await series.latest(['second'])).toEqual([aReading(names)]);
  }));

test('what another program erases and writes is seen: nothing that was remembered is believed', () =>
  onFile(async (series) => {
    const [home, street] = ['home', 'street'].map((datastream) => aReading({ datastream })) as [Reading, Reading];
    await series.write([home, street]);
    expect(await series.latest()).toEqual([home, street]);
    const second = await openSeries({ engine: 'sqlite', folder });
    await second.erase(['home']);
    expect(await series.latest()).toEqual([street]);
    await series.write([home]);
    expect(await readings(series)).toEqual([home, street]);
    const newer = aReading({ datastream: 'street', phenomenonTime: noon + 1 });
    await second.write([newer]);
    expect(await series.latest()).toEqual([home, newer]);
    await second.close();
  }));

test('the latest does not change with an object that its writer changes later', () =>
  onFile(async (series) => {
    await series.latest();
    const written = aReading({ flags: [] });
    await series.write([written]);
    written.value = 99;
    written.flags.push('bad_time');
    expect(await series.latest()).toEqual([aReading()]);
  }));

test('people find readable windows in the view', () =>
  onFile(async (series, database) => {
    await series.writeWindows([aWindow({ sum: 75, count: 6 })]);
    expect(database.prepare('SELECT datastream, begins, ends, mean FROM windows').get()).toEqual({
      datastream: 'school-roof/pm2_5',
      begins: '2026-05-01T12:00:00Z',
      ends: '2026-05-01T13:00:00Z',
      mean: 12.5,
    });
  }));

test('people find readable rows in the view', () =>
  onFile(async (series, database) => {
    await series.write([aReading()]);
    expect(database.prepare('SELECT datastream, phenomenon_time, value, evidence FROM readings').get()).toEqual({
      datastream: 'school-roof/pm2_5',
      phenomenon_time: '2026-05-01T12:00:00.000Z',
      value: 12.5,
      evidence: 'own_mic',
    });
  }));

test('of a file of the layout before, a copy is kept beside it before it is changed', () => {
  const older = new Database(file);
  for (const tables of layouts.slice(0, -1)) older.exec(tables);
  older.pragma(`application_id = ${applicationId}`);
  older.pragma(`user_version = ${layouts.length - 1}`);
  older.exec("INSERT INTO datastream (name) VALUES ('square.no2')");
  older.close();
  const told: string[] = [];
  openDatabase(file, (copy) => told.push(copy)).close();
  expect(told).toEqual([join(folder, `series.open.before-layout-${layouts.length}.db`)]);
  const layoutAndNames = [file, ...told].map((path) => {
    const database = new Database(path, { readonly: true });
    const found = [database.pragma('user_version', { simple: true }), database.prepare('SELECT name FROM datastream').pluck().all()];
    database.close();
    return found;
  });
  expect(layoutAndNames).toEqual([
    [layouts.length, ['square.no2']],
    [layouts.length - 1, ['square.no2']],
  ]);
  openDatabase(file, (copy) => told.push(copy)).close();
  expect(told).toHaveLength(1);
});
