import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another program's write transaction on a file of a city: until it is undone, nobody else can write there. */
export function lockFile(folder: string, name: 'log.db' | 'series.open.db'): { release(): void } {
  const other = new Database(join(folder, name));
  other.exec('BEGIN IMMEDIATE');
  return {
    release: () => {
      other.exec('ROLLBACK');
      other.close();
    },
  };
}
