import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { SeriesUnavailable } from '../contract.ts';
import { orUnavailable } from './unavailable.ts';

const rowsAtOnce = 2000;

/**
 * Prepares the erasure of datastreams with their windows, in small transactions so that other work goes on between them. Deleted bytes are overwritten in
 * the file (`secure_delete`), and the write-ahead log, which may still hold them, is emptied at the end. `forget` drops what memory holds of them.
 */
export function readingEraser(database: Database, forget: () => void): (datastreams: readonly string[]) => Promise<number> {
  const eraseSome = partEraser(database);
  return async (datastreams) => {
    let erased = 0;
    for (const name of new Set(datastreams)) {
      for (let rows = rowsAtOnce; rows === rowsAtOnce; ) {
        const part = orUnavailable(() => eraseSome(name));
        forget();
        rows = part.rows;
        erased += part.readings;
        await setImmediate();
      }
    }
    orUnavailable(() => emptyWriteAheadLog(database));
    return erased;
  };
}

/** Deletes up to `rowsAtOnce` windows or readings of one datastream, and with the last of them its names; answers how many it was, and of them readings. */
function partEraser(database: Database): (name: string) => { rows: number; readings: number } {
  const number = database.prepare<[string], number>('SELECT id FROM datastream WHERE name = ?').pluck();
  const windows = database.prepare('DELETE FROM aggregate WHERE datastream = ? LIMIT ?');
  const readings = database.prepare('DELETE FROM reading WHERE datastream = ? LIMIT ?');
  const names = ['DELETE FROM origin WHERE datastream = ?', 'DELETE FROM datastream WHERE id = ?'].map((sql) => database.prepare(sql));
  return database.transaction((name: string) => {
    const id = number.get(name);
    if (id === undefined) return { rows: 0, readings: 0 };
    const aggregates = windows.run(id, rowsAtOnce).changes;
    const erased = readings.run(id, rowsAtOnce - aggregates).changes;
    const rows = aggregates + erased;
    if (rows < rowsAtOnce) for (const statement of names) statement.run(id);
    return { rows, readings: erased };
  }).immediate;
}

function emptyWriteAheadLog(database: Database): void {
  const [outcome] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (outcome?.busy !== 0) {
    throw new SeriesUnavailable(
      'The readings are erased, but another program is reading the file and keeps their old bytes: close it, then erase again.',
    );
  }
}
