import { randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import { backUp } from './back-up.ts';
import { applicationId, layouts } from './schema.ts';
import { orUnavailable } from './unavailable.ts';

export type Db = Database.Database;

/** How long a write waits, blocking, for another process's transaction before it is LogUnavailable. */
const busyMs = 1000;

export interface DatabaseSettings {
  readonly file: string;
  /** Partitions of every topic; absent: as each topic says. Fixed when the file is made. */
  readonly partitions?: number;
  /** ms since 1970; stamps when the file was made and when partitions were taken, decides nothing. */
  readonly clock?: () => number;
  /** Told where the copy lies that is made of an older file before its layout is changed. */
  readonly backedUp?: (file: string) => void;
}

/**
 * Opens the log's file, makes it when absent.
 * @throws LogUnavailable when it cannot be opened now; Error when it is no log, of a newer layout or of another number of partitions.
 */
export function openDatabase(settings: DatabaseSettings): Db {
  return orUnavailable(() => {
    const db = new Database(settings.file, { timeout: busyMs });
    try {
      prepare(db, settings);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function prepare(db: Db, settings: DatabaseSettings): void {
  refuseForeign(db);
  db.pragma('page_size = 8192');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('journal_size_limit = 67108864');
  // What is removed is overwritten: a destroyed key must not be found in a free page.
  db.pragma('secure_delete = ON');
  const version = versionOf(db);
  // Before the transaction that changes it, for a copy cannot be made inside one; what is lost between the two is only this attempt.
  if (version > 0 && version < layouts.length) {
    const copy = backUp(db, layouts.length);
    settings.backedUp?.(copy);
  }
  if (version < layouts.length) db.transaction(() => layOut(db, settings)).immediate();
  refuseOtherPartitions(db, settings.partitions);
}

/** Adds the layouts that the file lacks: all of them to a new one. */
function layOut(db: Db, settings: DatabaseSettings): void {
  // Asked inside the transaction: another process may have been faster.
  const version = versionOf(db);
  for (const layout of layouts.slice(version)) db.exec(layout);
  db.pragma(`user_version = ${layouts.length}`);
  if (version === 0) name(db, settings);
}

function name(db: Db, { partitions = null, clock = Date.now }: { partitions?: number | null; clock?: () => number }): void {
  db.pragma(`application_id = ${applicationId}`);
  const incarnation = randomBytes(8).toString('hex');
  db.prepare('INSERT INTO log VALUES (?, ?, ?)').run(incarnation, partitions, new Date(clock()).toISOString());
}

function refuseForeign(db: Db): void {
  const version = versionOf(db);
  const empty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (!empty && db.pragma('application_id', { simple: true }) !== applicationId) {
    throw new Error(`${db.name} is a database, but not a log of Vigie. Choose another folder.`);
  }
  if (version > layouts.length) {
    throw new Error(
      `${db.name} has layout version ${version}; this program knows up to ${layouts.length}. It was written by a newer Vigie: start that one.`,
    );
  }
}

function refuseOtherPartitions(db: Db, wanted: number | undefined): void {
  const { partitions } = db.prepare('SELECT partitions FROM log').get() as { partitions: number | null };
  if (partitions === (wanted ?? null)) return;
  const made = partitions === null ? 'as many partitions as each topic says' : `${partitions} partitions for every topic`;
  throw new Error(
    `${db.name} was made with ${made}; now asked: ${wanted ?? 'as each topic says'}. Keep the old number, or begin in a new folder.`,
  );
}

function versionOf(db: Db): number {
  return db.pragma('user_version', { simple: true }) as number;
}
