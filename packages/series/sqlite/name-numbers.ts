import type { Database } from 'better-sqlite3';
import type { Reading } from '../../model/reading.ts';

/** The numbers that stand for names in this file; a name that is new gets one. Remembered until `forget`. */
export interface NameNumbers {
  datastream(name: string): number;
  codec(version: string): number;
  origin(datastream: number, reading: Reading): number;
  /** After an erasure, after a transaction that was rolled back, and when another program has written. */
  forget(): void;
}

/** Remembered at most, of each kind: a city's datastreams are fewer, a flood of strange names must not fill the memory (truth 7). */
const mostNames = 100_000;

export function nameNumbers(database: Database): NameNumbers {
  const datastream = numbersIn(database, 'datastream', 'name');
  const codec = numbersIn(database, 'codec', 'version');
  const origin = originNumbers(database);
  return {
    datastream: datastream.of,
    codec: codec.of,
    origin: origin.of,
    forget: () => {
      for (const numbers of [datastream, codec, origin]) numbers.forget();
    },
  };
}

function numbersIn(database: Database, table: string, column: string) {
  const known = new Map<string, number>();
  const find = numberFinder(database, table, [column]);
  return {
    of: (name: string) => known.get(name) ?? keep(known, name, find(name)),
    forget: () => known.clear(),
  };
}

type Origin = Pick<Reading, 'quantity' | 'site' | 'device' | 'evidence'>;

/** Of each datastream the last one is remembered: it changes when a device is replaced. */
function originNumbers(database: Database) {
  const known = new Map<number, Origin & { readonly number: number }>();
  const find = numberFinder(database, 'origin', ['datastream', 'quantity', 'site', 'device', 'evidence']);
  return {
    of(datastream: number, reading: Reading): number {
      const last = known.get(datastream);
      if (last !== undefined && isSame(last, reading)) return last.number;
      const { quantity, site, device, evidence } = reading;
      const number = find(datastream, quantity, site, device, evidence);
      return keep(known, datastream, { quantity, site, device, evidence, number }).number;
    },
    forget: () => known.clear(),
  };
}

function isSame(a: Origin, b: Origin): boolean {
  return a.device === b.device && a.evidence === b.evidence && a.site === b.site && a.quantity === b.quantity;
}

function keep<Key, Value>(known: Map<Key, Value>, key: Key, value: Value): Value {
  if (known.size >= mostNames) known.clear();
  known.set(key, value);
  return value;
}

/** The number of a row that has these values; one that is new gets it. */
function numberFinder(database: Database, table: string, columns: readonly string[]): (...values: (string | number)[]) => number {
  const select = database
    .prepare<(string | number)[], number>(`SELECT id FROM ${table} WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`)
    .pluck();
  const insert = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  return (...values) => select.get(...values) ?? Number(insert.run(...values).lastInsertRowid);
}
