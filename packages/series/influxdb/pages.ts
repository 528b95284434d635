import { isOneOf, mostNamed } from './named.ts';
import type { Row, Server } from './server.ts';

/** Rows asked for at once. */
const rowsAtOnce = 10_000;

export interface Span {
  /** ms, included. */
  readonly from: number;
  /** ms, not included. */
  readonly to: number;
  readonly datastreams?: readonly string[];
  readonly limit?: number;
}

/**
 * Rows of a measurement in order of time, a page at a time, each page with whole milliseconds: the server orders by time alone, what has the same
 * time is for the reader to put in order. Above `mostNamed` names all are read: the reader leaves out those not named. @throws SeriesUnavailable
 */
export async function* rowsInTime(
  server: Server,
  what: string,
  names: readonly string[] | undefined,
  span: Span,
): AsyncGenerator<Row[], void> {
  const size = Math.min(rowsAtOnce, (span.limit ?? rowsAtOnce) + 1);
  const named = names === undefined || names.length > mostNamed ? '' : ` AND ${isOneOf(names)}`;
  const select = (from: number, to: number, limit = '') =>
    server.select(`SELECT ${what} WHERE time >= ${from}ms AND time < ${to}ms${named} ORDER BY time${limit}`);
  for (let from = span.from; from < span.to; ) {
    const rows = await select(from, span.to, ` LIMIT ${size}`);
    const last = Number(rows.at(-1)?.[0]);
    if (rows.length < size) return yield rows;
    const sure = rows.filter(([time]) => Number(time) < last);
    yield sure.concat(await select(last, last + 1));
    from = last + 1;
  }
}

/** Pages of what `make` gives of rows, which it also puts in order; up to `limit`, none empty, strictly after `isWanted`. */
export async function* pagesOf<T>(
  pages: AsyncIterable<Row[]>,
  make: (rows: Row[]) => T[],
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<T[], void> {
  let left = limit;
  if (left <= 0) return;
  for await (const rows of pages) {
    const page = make(rows).slice(0, left);
    left -= page.length;
    if (page.length > 0) yield page;
    if (left <= 0) return;
  }
}
