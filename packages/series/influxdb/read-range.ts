import { outranks } from '../../model/evidence.ts';
import type { Reading, ReadingKey } from '../../model/reading.ts';
import type { BareReading, RangeQuery } from '../contract.ts';
import { compareText } from './order.ts';
import { pagesOf, rowsInTime } from './pages.ts';
import { bareColumns, columns, isWhole, toFramed, toReading } from './reading-point.ts';
import type { Row, Server } from './server.ts';

type Framed = BareReading & Pick<Reading, 'frame'>;

/** Readings as the contract orders them. */
export function range(server: Server, query: RangeQuery): AsyncIterable<Reading[]> {
  return settled(server, columns, query, toReading);
}

/** Without message and frame; the frame is read all the same, as it settles claims of two devices. */
export async function* bareRange(server: Server, query: RangeQuery): AsyncGenerator<BareReading[], void> {
  for await (const page of settled(server, bareColumns, query, toFramed)) yield page.map(({ frame: _, ...reading }) => reading);
}

async function* settled<T extends Framed>(
  server: Server,
  what: string,
  query: RangeQuery,
  make: (row: Row) => T,
): AsyncGenerator<T[], void> {
  const { after, datastreams, limit } = query;
  if (datastreams?.length === 0) return;
  const named = datastreams === undefined ? undefined : new Set(datastreams);
  const from = Math.max(query.from, after?.phenomenonTime ?? query.from);
  const names = named === undefined ? undefined : [...named];
  const pages = rowsInTime(server, `${what} FROM reading`, names, { ...query, from });
  const wanted = (reading: T) => (named?.has(reading.datastream) ?? true) && (after === undefined || byKey(reading, after) > 0);
  yield* pagesOf(pages, (rows) => settle(rows.filter(isWhole).map(make).filter(wanted)), limit);
}

/** In order, and of the claims of several devices to one identity the one that stands. */
function settle<T extends Framed>(readings: T[]): T[] {
  const kept: T[] = [];
  for (const reading of readings.sort(byKey)) {
    const before = kept.at(-1);
    if (before === undefined || byKey(before, reading) !== 0) kept.push(reading);
    else if (outranks(reading, before)) kept[kept.length - 1] = reading;
  }
  return kept;
}

export function byKey(a: ReadingKey, b: ReadingKey): number {
  return a.phenomenonTime - b.phenomenonTime || compareText(a.datastream, b.datastream) || compareText(a.codecVersion, b.codecVersion);
}
