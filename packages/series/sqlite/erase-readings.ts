import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { SeriesUnavailable } from '../contract.ts';
import type { ReadingMaker } from './reading-row.ts';
import { orUnavailable } from './unavailable.ts';

const rowsAtOnce = 2000;

/**
 * Prepares the erasure of datastreams, in small transactions so that other work goes on between them. Deleted bytes are overwritten in
 * the file (`secure_delete`), and the write-ahead log, which may still hold them, is emptied at the end.
 */
export function readingEraser(database: Database, { forget }: ReadingMaker): (datastreams: readonly string[]) => Promise<number> {
  const eraseSome = partEraser(database);
  return async (datastreams) => {
    let erased = 0;
    for (const name of new Set(datastreams)) {
      for (let part = rowsAtOnce; part === rowsAtOnce; erased += part) {
        part = orUnavailable(() => eraseSome(name));
        await setImmediate();
      }
    }
    forget();
    orUnavailable(() => emptyWriteAheadLog(database));
    return erased;
  };
}

/** Deletes up to `rowsAtOnce` readings of one datastream, and with the last of them its names; answers how many readings. */
function partEraser(database: Database): (name: string) => number {
  const number = database.prepare<[string], number>('SELECT id FROM datastream WHERE name = ?').pluck();
  const readings = database.prepare('DELETE FROM reading WHERE datastream = ? LIMIT ?');
  const origins = database.prepare('DELETE FROM origin WHERE datastream = ?');
  const datastream = database.prepare('DELETE FROM datastream WHERE id = ?');
  return database.transaction((name: string) => {
    const id = number.get(name);
    if (id === undefined) return 0;
    const { changes } = readings.run(id, rowsAtOnce);
    if (changes < rowsAtOnce) {
      origins.run(id);
      datastream.run(id);
    }
    return changes;
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
