import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Series } from '../contract.ts';
import { readingEraser } from './erase-readings.ts';
import { openDatabase } from './open-database.ts';
import { latestReader } from './read-latest.ts';
import { rangeReader } from './read-range.ts';
import { readingMaker } from './reading-row.ts';
import { tallyReader, tallyWriter } from './tally-table.ts';
import { orUnavailable } from './unavailable.ts';
import { readingWriter } from './write-readings.ts';

/** Name of the open plane's file in its folder. */
export const fileName = 'series.open.db';

/**
 * Opens the series in `folder/series.open.db`, making both when they are not there.
 * @throws SeriesUnavailable when the file cannot be used now; Error when it belongs to a newer Vigie or to another program.
 */
export function openSqliteSeries(folder: string): Series {
  mkdirSync(folder, { recursive: true });
  return orUnavailable(() => sqliteSeries(openDatabase(join(folder, fileName))));
}

/** The series in an open database, which is the series' own from then on. */
export function sqliteSeries(database: Database): Series {
  const maker = readingMaker(database);
  const write = readingWriter(database);
  const latest = latestReader(database, maker);
  const range = rangeReader(database, maker);
  const erase = readingEraser(database, maker);
  const writeTallies = tallyWriter(database);
  const tallies = tallyReader(database);
  return {
    write: async (readings) => orUnavailable(() => write(readings)),
    latest: async (datastreams) => orUnavailable(() => latest(datastreams)),
    range,
    erase,
    writeTallies: async (totals) => orUnavailable(() => writeTallies(totals)),
    tallies: async (from, to) => orUnavailable(() => tallies(from, to)),
    close: async () => {
      database.close();
    },
  };
}
