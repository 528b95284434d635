import type { Database } from 'better-sqlite3';
import { type Claimant, outranks } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import type { WriteAnswer } from '../contract.ts';
import { findFault } from '../find-fault.ts';
import { flagsText } from './reading-row.ts';

/** Numbers of a reading's names in this file. */
interface Key {
  readonly datastream: number;
  readonly codec: number;
  readonly time: number;
}

/** Prepares the writing of batches: one transaction each, all or nothing, an answer for each reading in the order given. */
export function readingWriter(database: Database): (readings: readonly Reading[]) => WriteAnswer[] {
  const writeOne = readingSettler(database);
  const answer = (reading: Reading): WriteAnswer => {
    const detail = findFault(reading);
    return detail === undefined ? writeOne(reading) : { answer: 'rejected', detail };
  };
  return database.transaction((readings: readonly Reading[]) => readings.map(answer)).immediate;
}

function readingSettler(database: Database): (reading: Reading) => WriteAnswer {
  const numberOf = nameNumbers(database);
  const standing = standingClaim(database);
  const place = readingPlacer(database);
  return (reading) => {
    const key = { datastream: numberOf.datastream(reading), codec: numberOf.codec(reading), time: reading.phenomenonTime };
    const stands = standing(key);
    if (stands !== undefined && !outranks(reading, stands)) return { answer: isSameClaim(reading, stands) ? 'stored' : 'outranked' };
    place(key, numberOf.origin(key.datastream, reading), reading);
    return { answer: 'stored' };
  };
}

function isSameClaim(a: Claimant, b: Claimant): boolean {
  return a.evidence === b.evidence && a.frame === b.frame;
}

function standingClaim(database: Database): (key: Key) => Claimant | undefined {
  const select = database.prepare<[number, number, number], Claimant>(`
    SELECT o.evidence, r.frame FROM reading r CROSS JOIN origin o ON o.id = r.origin
    WHERE r.datastream = ? AND r.phenomenon_time = ? AND r.codec = ?`);
  return ({ datastream, time, codec }) => select.get(datastream, time, codec);
}

function readingPlacer(database: Database): (key: Key, origin: number, reading: Reading) => void {
  const replace = database.prepare(`
    REPLACE INTO reading (datastream, phenomenon_time, codec, origin, value, raw, flags, received_time, frame, message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return ({ datastream, time, codec }, origin, { value, raw, flags, receivedTime, frame, message }) => {
    replace.run(datastream, time, codec, origin, value, raw ?? null, flagsText(flags), receivedTime, frame, message);
  };
}

/** The numbers that stand for names; a name that is new gets one. */
function nameNumbers(database: Database) {
  const datastream = numberIn(database, 'datastream', ['name']);
  const codec = numberIn(database, 'codec', ['version']);
  const origin = numberIn(database, 'origin', ['datastream', 'quantity', 'site', 'device', 'evidence']);
  return {
    datastream: (reading: Reading) => datastream(reading.datastream),
    codec: (reading: Reading) => codec(reading.codecVersion),
    origin: (stream: number, { quantity, site, device, evidence }: Reading) => origin(stream, quantity, site, device, evidence),
  };
}

function numberIn(database: Database, table: string, names: readonly string[]): (...values: (string | number)[]) => number {
  const select = database.prepare<(string | number)[], number>(
    `SELECT id FROM ${table} WHERE ${names.map((name) => `${name} = ?`).join(' AND ')}`,
  );
  const insert = database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
  select.pluck();
  return (...values) => select.get(...values) ?? Number(insert.run(...values).lastInsertRowid);
}
