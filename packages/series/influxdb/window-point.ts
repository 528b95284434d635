import type { Window, WindowLength } from '../../model/window.ts';
import type { WindowQuery } from '../contract.ts';
import { integer, lineOf, nsOf } from './line.ts';
import { nameOf } from './names.ts';
import { compareText } from './order.ts';
import { pagesOf, rowsInTime } from './pages.ts';
import type { Row, Server } from './server.ts';

const measurement = (length: WindowLength) => `window_${length}`;
/** May be null; `has` names those that are not, as a field that is not written again stays from the point before. */
const optional = ['sum', 'min', 'max', 'first', 'last', 'interval', 'coverage'] as const;
const columns = ['datastream', 'ends', 'quantity', 'site', 'readings', 'excluded', 'covered', 'digest', 'has', ...optional];

/** A window as a point of `window_hour` or `window_day` at its start: the datastream is its tag. */
export function windowLine(window: Window): string {
  const {
    datastream,
    length,
    start,
    end,
    quantity,
    site,
    count,
    excluded,
    covered,
    digest,
    sum,
    min,
    max,
    first,
    last,
    interval,
    coverage,
  } = window;
  const has = optional.filter((name) => window[name] !== null).join(',');
  const whole = { ends: integer(end), readings: integer(count), excluded: integer(excluded), covered: integer(covered) };
  const times = { first: integer(first), last: integer(last), interval: integer(interval) };
  const fields = { ...whole, quantity, site, digest, has, sum, min, max, ...times, coverage };
  return lineOf(measurement(length), { datastream }, fields, nsOf(start));
}

const toWindow =
  (length: WindowLength) =>
  (row: Row): Window => {
    const has = new Set((row[9] ?? '').split(','));
    const number = (index: number) => (has.has(optional[index] ?? '') ? Number(row[10 + index]) : null);
    const [start, datastream = '', end, quantity = '', site = '', count, excluded, covered, digest = ''] = row;
    return {
      ...{ datastream: nameOf(datastream), length, start: Number(start), end: Number(end) },
      ...{ quantity, site, count: Number(count), excluded: Number(excluded) },
      ...{ sum: number(0), min: number(1), max: number(2), first: number(3), last: number(4), interval: number(5) },
      ...{ covered: Number(covered), coverage: number(6), digest },
    };
  };

/** As the contract orders them. @throws SeriesUnavailable */
export async function* windowPages(server: Server, query: WindowQuery): AsyncGenerator<Window[], void> {
  const { length, datastreams, after, limit } = query;
  if (datastreams?.length === 0) return;
  const named = datastreams === undefined ? undefined : new Set(datastreams);
  const from = Math.max(query.from, after?.start ?? query.from);
  const names = named === undefined ? undefined : [...named];
  const pages = rowsInTime(server, `${columns.join(', ')} FROM ${measurement(length)}`, names, { ...query, from });
  const wanted = (window: Window) => (named?.has(window.datastream) ?? true) && (after === undefined || byPlace(window, after) > 0);
  yield* pagesOf(pages, (rows) => rows.filter(isWhole).map(toWindow(length)).filter(wanted).sort(byPlace), limit);
}

/** One that is being written shows its fields one after the other: it is not there yet. A window with readings has a sum at least. */
function isWhole(row: Row): boolean {
  const [, , end, quantity, , count, excluded, covered, digest, has = ''] = row;
  const named = has === '' ? [] : has.split(',');
  const values = optional.map((name, index) => (named.includes(name) ? row[10 + index] : undefined));
  return [end, quantity, count, excluded, covered, digest, ...values].every((field) => field !== '') && (count === '0' || has !== '');
}

type Place = Pick<Window, 'start' | 'datastream'>;

function byPlace(a: Place, b: Place): number {
  return a.start - b.start || compareText(a.datastream, b.datastream);
}
