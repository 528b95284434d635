import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Reading, ReadingKey } from '../../model/reading.ts';
import type { RangeQuery } from '../contract.ts';
import { inOrder } from './in-order.ts';
import { columns, type ReadingMaker, type ReadingRow } from './reading-row.ts';
import { orUnavailable } from './unavailable.ts';

type Readings = AsyncGenerator<Reading, void>;

const rowsAtOnce = 500;
/** What a merge holds over all its datastreams, as long as each has at least two rows of it. */
const rowsOfAMerge = 4000;

type PageStart = [time: number, to: number, time: number, datastream: string, codecVersion: string, size: number];

const restOfPage = `
  CROSS JOIN codec c ON c.id = r.codec
  WHERE r.phenomenon_time >= ? AND r.phenomenon_time < ? AND (r.phenomenon_time, d.name, c.version) > (?, ?, ?)
  ORDER BY r.phenomenon_time, d.name, c.version LIMIT ?`;

/** The index gives the order of time; SQLite sorts by name only what has the same time. Its six parameters are a PageStart. */
export const pageOfAll = `
  SELECT ${columns} FROM reading r INDEXED BY reading_by_time CROSS JOIN datastream d ON d.id = r.datastream ${restOfPage}`;

/** First the name, then as `pageOfAll`. */
const pageOfOne = `
  SELECT ${columns} FROM datastream d CROSS JOIN reading r ON d.name = ? AND r.datastream = d.id ${restOfPage}`;

/** Prepares the reading of ranges: over all datastreams by the index of times, over named ones by merging their own orders. */
export function rangeReader(database: Database, maker: ReadingMaker): (query: RangeQuery) => Readings {
  const all = allReader(database, maker);
  const one = oneReader(database, maker);
  return async function* range({ datastreams, from, to, after, limit = Number.POSITIVE_INFINITY }) {
    const start = startOf(from, after);
    const atMost = Math.min(limit, rowsAtOnce);
    const readings = datastreams === undefined ? all(start, to, atMost) : merged(datastreams, start, to, atMost);
    let left = limit;
    while (left > 0) {
      const next = await readings.next();
      if (next.done) return;
      left -= 1;
      yield next.value;
    }
  };

  function merged(datastreams: readonly string[], start: ReadingKey, to: number, atMost: number): Readings {
    const distinct = [...new Set(datastreams)];
    const size = Math.min(Math.max(Math.floor(rowsOfAMerge / distinct.length), 2), atMost);
    return inOrder(distinct.map((datastream) => one(datastream, start, to, size)));
  }
}

/** Rows come strictly after this key; no key of a reading has empty names. */
function startOf(from: number, after: ReadingKey | undefined): ReadingKey {
  const beginning = { phenomenonTime: from, datastream: '', codecVersion: '' };
  return after !== undefined && after.phenomenonTime >= from ? after : beginning;
}

function allReader(database: Database, maker: ReadingMaker): (start: ReadingKey, to: number, size: number) => Readings {
  const page = database.prepare<PageStart, ReadingRow>(pageOfAll);
  return (start, to, size) => inPages(start, size, maker, (key) => page.raw().all(...startOfPage(key, to, size)));
}

function oneReader(database: Database, maker: ReadingMaker): (name: string, start: ReadingKey, to: number, size: number) => Readings {
  const page = database.prepare<[string, ...PageStart], ReadingRow>(pageOfOne);
  return (name, start, to, size) => inPages(start, size, maker, (key) => page.raw().all(name, ...startOfPage(key, to, size)));
}

function startOfPage({ phenomenonTime, datastream, codecVersion }: ReadingKey, to: number, size: number): PageStart {
  return [phenomenonTime, to, phenomenonTime, datastream, codecVersion, size];
}

/** Page by page, each strictly after the one before; the rest of the process gets its turn after each. (`yield*` is five times slower.) */
async function* inPages(
  start: ReadingKey,
  size: number,
  { toReading }: ReadingMaker,
  rowsAfter: (key: ReadingKey) => ReadingRow[],
): Readings {
  let key = start;
  for (;;) {
    const page = orUnavailable(() => rowsAfter(key).map(toReading));
    for (const reading of page) yield reading;
    const last = page.at(-1);
    if (last === undefined || page.length < size) return;
    key = last;
    await setImmediate();
  }
}
