import type { Database } from 'better-sqlite3';
import type { Reading, ReadingFlag } from '../../model/reading.ts';

/** A reading as SQL gives it, in the order of `columns`: an array, because an object by column names costs twice as much. */
export type ReadingRow = readonly [
  origin: number,
  codec: number,
  phenomenonTime: number,
  value: number | null,
  raw: string | null,
  flags: string | null,
  frame: string,
  message: string,
  receivedTime: number,
];

/** From `reading r`. */
export const columns = 'r.origin, r.codec, r.phenomenon_time, r.value, r.raw, r.flags, r.frame, r.message, r.received_time';

type Origin = Pick<Reading, 'datastream' | 'quantity' | 'site' | 'device' | 'evidence'>;

/** Makes readings of rows. */
export interface ReadingMaker {
  toReading(row: ReadingRow): Reading;
  /** Drops the names from memory (after an erasure). */
  forget(): void;
}

/** Names are read once and then shared by all their readings; a number never comes to mean another name (AUTOINCREMENT). */
export function readingMaker(database: Database): ReadingMaker {
  const origins = remembered<Origin>(
    database.prepare(`
      SELECT d.name AS datastream, o.quantity, o.site, o.device, o.evidence
      FROM origin o JOIN datastream d ON d.id = o.datastream WHERE o.id = ?`),
  );
  const codecs = remembered<string>(database.prepare('SELECT version FROM codec WHERE id = ?').pluck());
  return { toReading, forget: () => origins.forget() };

  function toReading([origin, codec, phenomenonTime, value, raw, flags, frame, message, receivedTime]: ReadingRow): Reading {
    const { datastream, quantity, site, device, evidence } = origins.at(origin);
    const own = { value, frame, message, receivedTime, flags: flagsOf(flags) };
    const reading = Object.assign(own, { datastream, phenomenonTime, codecVersion: codecs.at(codec), quantity, site, device, evidence });
    return raw === null ? reading : { ...reading, raw };
  }
}

function remembered<T>(select: { get(id: number): unknown }): { at(id: number): T; forget(): void } {
  const known = new Map<number, T>();
  return {
    at(id) {
      const value = known.get(id) ?? (select.get(id) as T);
      known.set(id, value);
      return value;
    },
    forget: () => known.clear(),
  };
}

function flagsOf(text: string | null): ReadingFlag[] {
  return text === null ? [] : (text.split(',') as ReadingFlag[]);
}

/** Names joined by commas; null for none. */
export function flagsText(flags: readonly ReadingFlag[]): string | null {
  return flags.length === 0 ? null : flags.join(',');
}
