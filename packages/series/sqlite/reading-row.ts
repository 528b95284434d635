import type { Database } from 'better-sqlite3';
import type { Reading, ReadingFlag } from '../../model/reading.ts';
import type { BareReading } from '../contract.ts';

/** A reading as SQL gives it, in the order of `bareColumns`: an array, because an object by column names costs twice as much. */
export type BareRow = readonly [
  origin: number,
  codec: number,
  phenomenonTime: number,
  value: number | null,
  raw: string | null,
  flags: string | null,
  receivedTime: number,
];
/** In the order of `columns`. */
export type ReadingRow = readonly [...bare: BareRow, frame: string, message: string];

/** From `reading r`. */
export const bareColumns = 'r.origin, r.codec, r.phenomenon_time, r.value, r.raw, r.flags, r.received_time';
export const columns = `${bareColumns}, r.frame, r.message`;

type Origin = Pick<Reading, 'datastream' | 'quantity' | 'site' | 'device' | 'evidence'>;

/** Makes readings of rows. */
export interface ReadingMaker {
  toReading(row: ReadingRow): Reading;
  toBareReading(row: BareRow): BareReading;
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
  return { toReading, toBareReading, forget: () => origins.forget() };

  // One literal, and the rare `raw` apart: assigning the fields one after another takes three times as long.
  function toReading([origin, codec, phenomenonTime, value, raw, flags, receivedTime, frame, message]: ReadingRow): Reading {
    const { datastream, quantity, site, device, evidence } = origins.at(origin);
    const codecVersion = codecs.at(codec);
    const names = flagsOf(flags);
    const reading = {
      datastream,
      phenomenonTime,
      codecVersion,
      value,
      quantity,
      site,
      device,
      evidence,
      frame,
      message,
      receivedTime,
      flags: names,
    };
    return raw === null ? reading : { ...reading, raw };
  }

  function toBareReading([origin, codec, phenomenonTime, value, raw, flags, receivedTime]: BareRow): BareReading {
    const { datastream, quantity, site, device, evidence } = origins.at(origin);
    const codecVersion = codecs.at(codec);
    const names = flagsOf(flags);
    const reading = { datastream, phenomenonTime, codecVersion, value, quantity, site, device, evidence, receivedTime, flags: names };
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
