import Database from 'better-sqlite3';
import { backUp } from './back-up.ts';
import { applicationId, layouts } from './tables.ts';

/**
 * Opens the file, or makes it, in today's layout. A write returns only when the disk has it (`synchronous = FULL`), because the position in the log moves
 * after it (truth 4); what is deleted is overwritten (`secure_delete`), because an erasure must leave nothing behind (truth 10).
 * @throws Error when the file belongs to a newer Vigie, or to another program.
 */
export function openDatabase(file: string, backedUp?: (file: string) => void): Database.Database {
  const database = new Database(file, { timeout: lockWait });
  try {
    checkOwner(database, file);
    backUpOlder(database, backedUp);
    for (const pragma of pragmas) database.pragma(pragma);
    database.transaction(() => prepareTables(database)).immediate();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Waiting for another program's lock stops everything else in this process, so it is short (ms); the caller tries again. */
const lockWait = 200;

const pragmas = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
  'cache_size = -65536',
  // 32 MiB: a page that many batches touch is copied into the file once, not once a batch.
  'wal_autocheckpoint = 8192',
  'journal_size_limit = 67108864',
];

function checkOwner(database: Database.Database, file: string): void {
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!isEmpty && numberAt(database, 'application_id') !== applicationId) {
    throw new Error(`${file} is a database of another program. Move it away, or choose another folder for the series.`);
  }
  const found = numberAt(database, 'user_version');
  if (found > layouts.length) {
    throw new Error(
      `${file} was written by a newer Vigie (layout ${found}; this one knows up to ${layouts.length}). Start the newer Vigie.`,
    );
  }
}

/** What an older Vigie has written is kept beside the file before its layout is changed. */
function backUpOlder(database: Database.Database, backedUp?: (file: string) => void): void {
  const found = numberAt(database, 'user_version');
  if (found === 0 || found >= layouts.length) return;
  const copy = backUp(database, layouts.length);
  backedUp?.(copy);
}

/** A file of an older Vigie gets what was added since. */
function prepareTables(database: Database.Database): void {
  const missing = layouts.slice(numberAt(database, 'user_version'));
  if (missing.length === 0) return;
  for (const tables of missing) database.exec(tables);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${layouts.length}`);
}

function numberAt(database: Database.Database, pragma: string): number {
  return Number(database.pragma(pragma, { simple: true }));
}
