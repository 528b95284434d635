import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Series } from '../contract.ts';
import { readingEraser } from './erase-readings.ts';
import { inTransaction, Memory } from './memory.ts';
import { nameNumbers } from './name-numbers.ts';
import { NewestReadings } from './newest-readings.ts';
import { openDatabase } from './open-database.ts';
import { latestReader } from './read-latest.ts';
import { rangeReader } from './read-range.ts';
import { bareColumns, columns, readingMaker } from './reading-row.ts';
import { tallyReader, tallyWriter } from './tally-table.ts';
import { orUnavailable } from './unavailable.ts';
import { windowReader, windowWriter } from './window-table.ts';
import { readingWriter } from './write-readings.ts';

/** Name of the open plane's file in its folder. */
export const fileName = 'series.open.db';

/**
 * Opens the series in `folder/series.open.db`, making both when they are not there.
 * @throws SeriesUnavailable when the file cannot be used now; Error when it belongs to a newer Vigie or to another program.
 */
export function openSqliteSeries(folder: string, backedUp?: (file: string) => void): Series {
  mkdirSync(folder, { recursive: true });
  return orUnavailable(() => sqliteSeries(openDatabase(join(folder, fileName), backedUp)));
}

/** The series in an open database, which is the series' own from then on. */
export function sqliteSeries(database: Database): Series {
  const maker = readingMaker(database);
  const numbers = nameNumbers(database);
  const newest = new NewestReadings(latestReader(database, maker));
  const memory = new Memory(database, [maker, numbers, newest]);
  const write = inTransaction(database, memory, readingWriter(database, numbers));
  const writeWindows = inTransaction(database, memory, windowWriter(database, numbers));
  const writeTallies = tallyWriter(database);
  const tallies = tallyReader(database);
  return {
    write: async (readings) => {
      const { answers, placed } = orUnavailable(() => write(readings));
      newest.take(placed);
      return answers;
    },
    latest: async (datastreams) =>
      orUnavailable(() => {
        memory.check();
        return newest.latest(datastreams);
      }),
    range: rangeReader(database, { columns, make: maker.toReading }),
    bareRange: rangeReader(database, { columns: bareColumns, make: maker.toBareReading }),
    erase: readingEraser(database, () => memory.forget()),
    writeTallies: async (totals) => orUnavailable(() => writeTallies(totals)),
    tallies: async (from, to) => orUnavailable(() => tallies(from, to)),
    writeWindows: async (windows) => orUnavailable(() => writeWindows(windows)),
    windows: windowReader(database),
    close: async () => {
      database.close();
    },
  };
}
