import type { Database } from 'better-sqlite3';
import { type Claimant, outranks } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import type { WriteAnswer } from '../contract.ts';
import { findFault } from '../find-fault.ts';
import type { NameNumbers } from './name-numbers.ts';
import { flagsText } from './reading-row.ts';

/** Numbers of a reading's names in this file. */
interface Key {
  readonly datastream: number;
  readonly codec: number;
  readonly time: number;
}

/** What became of a batch. */
export interface Written {
  /** For each reading, in the order given. */
  readonly answers: WriteAnswer[];
  /** Those that now stand and did not before. */
  readonly placed: readonly Reading[];
}

/** Prepares the writing of batches, in a transaction of the caller: all or nothing. */
export function readingWriter(database: Database, numberOf: NameNumbers): (readings: readonly Reading[]) => Written {
  const settle = readingSettler(database, numberOf);
  return (readings) => {
    const placed: Reading[] = [];
    const answers = readings.map((reading): WriteAnswer => {
      const detail = findFault(reading);
      if (detail !== undefined) return { answer: 'rejected', detail };
      const outcome = settle(reading);
      if (outcome === 'placed') placed.push(reading);
      return { answer: outcome === 'outranked' ? 'outranked' : 'stored' };
    });
    return { answers, placed };
  };
}

/** Puts a reading in its place, unless the same claim or a stronger one stands there: most places are empty, so that is tried first. */
function readingSettler(database: Database, numberOf: NameNumbers): (reading: Reading) => 'placed' | 'stands' | 'outranked' {
  const standing = standingClaim(database);
  const insert = readingPlacer(database, 'INSERT', 'ON CONFLICT (datastream, phenomenon_time, codec) DO NOTHING');
  const replace = readingPlacer(database, 'REPLACE');
  return (reading) => {
    const datastream = numberOf.datastream(reading.datastream);
    const key = { datastream, codec: numberOf.codec(reading.codecVersion), time: reading.phenomenonTime };
    const origin = numberOf.origin(datastream, reading);
    if (insert(key, origin, reading)) return 'placed';
    const stands = standing(key);
    if (stands !== undefined && !outranks(reading, stands)) return isSameClaim(reading, stands) ? 'stands' : 'outranked';
    replace(key, origin, reading);
    return 'placed';
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

/** Answers whether it wrote. */
function readingPlacer(database: Database, verb: string, conflict = ''): (key: Key, origin: number, reading: Reading) => boolean {
  const write = database.prepare(`
    ${verb} INTO reading (datastream, phenomenon_time, codec, origin, value, raw, flags, received_time, frame, message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ${conflict}`);
  return ({ datastream, time, codec }, origin, { value, raw, flags, receivedTime, frame, message }) =>
    write.run(datastream, time, codec, origin, value, raw ?? null, flagsText(flags), receivedTime, frame, message).changes > 0;
}
