import type { Database } from 'better-sqlite3';
import type { Tally } from '../../model/tally.ts';

interface TallyRow extends Omit<Tally, 'quarantined'> {
  readonly quarantined: string;
}

/** Prepares writing of hourly totals: they replace what stood for the same partition, hour and plane. */
export function tallyWriter(database: Database): (tallies: readonly Tally[]) => void {
  const replace = database.prepare<[TallyRow]>(`
    REPLACE INTO tally (hour, partition, plane, forwarded, duplicate, quarantined, released, needless)
    VALUES (@hour, @partition, @plane, @forwarded, @duplicate, @quarantined, @released, @needless)`);
  return database.transaction((tallies: readonly Tally[]) => {
    for (const tally of tallies) replace.run({ ...tally, quarantined: JSON.stringify(tally.quarantined) });
  }).immediate;
}

export function tallyReader(database: Database): (from: number, to: number) => Tally[] {
  const select = database.prepare<[number, number], TallyRow>(`
    SELECT partition, hour, plane, forwarded, duplicate, quarantined, released, needless
    FROM tally WHERE hour >= ? AND hour < ? ORDER BY hour, partition, plane`);
  return (from, to) => select.all(from, to).map((row) => ({ ...row, quarantined: JSON.parse(row.quarantined) as Tally['quarantined'] }));
}
