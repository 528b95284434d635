import type { Log } from '../contract.ts';
import { type DatabaseSettings, openDatabase } from './database.ts';
import { SqliteLog } from './sqlite-log.ts';

/**
 * Opens the log kept in one SQLite file; makes the file when absent, not its folder.
 * @throws LogUnavailable when it cannot be opened now; Error when the file is not a log that this program can use (the message says why).
 */
export function openSqliteLog(settings: DatabaseSettings): Log {
  return new SqliteLog(openDatabase(settings), settings);
}
