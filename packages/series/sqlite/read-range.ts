import type { Database } from 'better-sqlite3';
import type { ReadingKey } from '../../model/reading.ts';
import type { RangeQuery } from '../contract.ts';
import { mergedPages, type Pages, pagesOf, type ReadAfter } from './pages.ts';

type PageOfAll = [time: number, to: number, time: number, datastream: string, codecVersion: string, size: number];
type PageOfOne = [datastream: number, time: number, to: number, size: number];

/** What is read of each reading, and what is made of it. */
export interface Shape<Row, Made> {
  readonly columns: string;
  make(row: Row): Made;
}

/** The index gives the order of time; SQLite sorts by name only what has the same time. */
export const pageOfAll = (columns: string) => `
  SELECT ${columns} FROM reading r INDEXED BY reading_by_time
  CROSS JOIN datastream d ON d.id = r.datastream
  CROSS JOIN codec c ON c.id = r.codec
  WHERE r.phenomenon_time >= ? AND r.phenomenon_time < ? AND (r.phenomenon_time, d.name, c.version) > (?, ?, ?)
  ORDER BY r.phenomenon_time, d.name, c.version LIMIT ?`;

/** In the order in which the rows lie; of several codec versions at one time not yet in theirs. */
const pageOfOne = (columns: string) => `
  SELECT ${columns} FROM reading r WHERE r.datastream = ? AND r.phenomenon_time >= ? AND r.phenomenon_time < ?
  ORDER BY r.phenomenon_time, r.codec LIMIT ?`;

/** Prepares the reading of ranges: over all datastreams by the index of times, over named ones by merging their own orders. */
export function rangeReader<Row, Made extends ReadingKey>(database: Database, shape: Shape<Row, Made>): (query: RangeQuery) => Pages<Made> {
  const allAfter = allReader(database, shape);
  const oneAfter = oneReader(database, shape);
  return ({ datastreams, from, to, after, limit }) => {
    const start = startOf(from, after);
    if (datastreams === undefined) return pagesOf(allAfter(start, to), limit);
    return mergedPages(
      [...new Set(datastreams)].map((name) => oneAfter(name, start, to)),
      isBefore,
      limit,
    );
  };
}

type Reader<Made> = (start: ReadingKey, to: number) => ReadAfter<Made>;

function allReader<Row, Made extends ReadingKey>(database: Database, { columns, make }: Shape<Row, Made>): Reader<Made> {
  const page = database.prepare<PageOfAll, Row>(pageOfAll(columns)).raw();
  return (start, to) => (last, size) => {
    const { phenomenonTime, datastream, codecVersion } = last ?? start;
    return page.all(phenomenonTime, to, phenomenonTime, datastream, codecVersion, size).map(make);
  };
}

/** Codec versions of one time are put in order here: a sort in SQL, or the name in every comparison, would cost half as much again. */
function oneReader<Row, Made extends ReadingKey>(
  database: Database,
  { columns, make }: Shape<Row, Made>,
): (name: string, ...range: Parameters<Reader<Made>>) => ReadAfter<Made> {
  const number = database.prepare<[string], number>('SELECT id FROM datastream WHERE name = ?').pluck();
  const codecs = database.prepare<[], number>('SELECT count(*) FROM codec').pluck();
  const page = database.prepare<PageOfOne, Row>(pageOfOne(columns)).raw();
  return (name, start, to) => (last, size) => {
    const id = number.get(name);
    if (id === undefined) return [];
    const key = last ?? startWithin(name, start);
    // At its first time some may have been given, at its last one some may be cut off; at each there are at most as many as codecs.
    const most = size + 2 * (codecs.get() ?? 0);
    const rows = page.all(id, key.phenomenonTime, to, most).map(make);
    const whole = rows.length < most ? rows : rows.filter(({ phenomenonTime }) => phenomenonTime !== rows.at(-1)?.phenomenonTime);
    return whole
      .sort(inOrder)
      .filter((reading) => isBefore(key, reading))
      .slice(0, size);
  };
}

/** Rows come strictly after this key; no key of a reading has empty names. */
function startOf(from: number, after: ReadingKey | undefined): ReadingKey {
  const beginning = { phenomenonTime: from, datastream: '', codecVersion: '' };
  return after !== undefined && after.phenomenonTime >= from ? after : beginning;
}

/** The same start among the readings of one datastream: at its time, those of an earlier datastream are passed, all of a later one are to come. */
function startWithin(name: string, start: ReadingKey): ReadingKey {
  if (name === start.datastream) return start;
  const time = name < start.datastream ? start.phenomenonTime + 1 : start.phenomenonTime;
  return { phenomenonTime: time, datastream: name, codecVersion: '' };
}

/** Order of readings: time, then datastream, then codec version. */
function isBefore(a: ReadingKey, b: ReadingKey): boolean {
  if (a.phenomenonTime !== b.phenomenonTime) return a.phenomenonTime < b.phenomenonTime;
  if (a.datastream !== b.datastream) return a.datastream < b.datastream;
  return a.codecVersion < b.codecVersion;
}

const inOrder = (a: ReadingKey, b: ReadingKey) => (isBefore(a, b) ? -1 : 1);
