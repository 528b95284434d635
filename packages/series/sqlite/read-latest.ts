import type { Database } from 'better-sqlite3';
import type { Reading } from '../../model/reading.ts';
import { columns, type ReadingMaker, type ReadingRow } from './reading-row.ts';

/** Prepares the reading of all newest values: one step into each datastream's own rows, which lie in order of time. */
export function latestReader(database: Database, { toReading }: ReadingMaker): () => Reading[] {
  const newest = database.prepare<[], ReadingRow>(`
    SELECT ${columns} FROM datastream d
    CROSS JOIN reading r ON r.datastream = d.id
      AND r.phenomenon_time = (SELECT max(phenomenon_time) FROM reading WHERE datastream = d.id)
    ORDER BY d.name`);
  return () => withoutOlderCodecs(newest.raw().all().map(toReading));
}

/** Of several codec versions at one time, the greatest. */
function withoutOlderCodecs(readings: readonly Reading[]): Reading[] {
  const newest: Reading[] = [];
  for (const reading of readings) {
    const last = newest.at(-1);
    if (last?.datastream !== reading.datastream) newest.push(reading);
    else if (last.codecVersion < reading.codecVersion) newest[newest.length - 1] = reading;
  }
  return newest;
}
