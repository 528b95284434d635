import type { Database } from 'better-sqlite3';
import type { Window } from '../../model/window.ts';
import type { WindowQuery } from '../contract.ts';
import type { NameNumbers } from './name-numbers.ts';
import { mergedPages, type Pages, pagesOf, type ReadAfter } from './pages.ts';
import { columns, toRow, toWindow, type WindowRow } from './window-row.ts';

type Place = Pick<Window, 'start' | 'datastream'>;
type PageStart = [length: string, start: number, to: number, start: number, datastream: string, size: number];

/** Prepares the writing of windows, in a transaction of the caller: they replace what stood for the same datastream, length and start. */
export function windowWriter(database: Database, numberOf: NameNumbers): (windows: readonly Window[]) => void {
  const replace = database.prepare<[WindowRow<number>]>(`
    REPLACE INTO aggregate (datastream, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`);
  return (windows) => {
    for (const window of windows) replace.run(toRow(numberOf.datastream(window.datastream), window));
  };
}

const page = (from: string) => `
  SELECT d.name, ${columns.map((column) => `a.${column}`).join(', ')} FROM ${from}
  WHERE a.length = ? AND a.begins >= ? AND a.begins < ? AND (a.begins, d.name) > (?, ?)
  ORDER BY a.begins, d.name LIMIT ?`;

export const windowsOfAll = page('aggregate a INDEXED BY aggregate_by_beginning CROSS JOIN datastream d ON d.id = a.datastream');
const windowsOfOne = page('datastream d CROSS JOIN aggregate a ON d.name = ? AND a.datastream = d.id');

/** Prepares the reading of windows: of all datastreams by the index of beginnings, of named ones by merging their own orders. */
export function windowReader(database: Database): (query: WindowQuery) => Pages<Window> {
  const all = database.prepare<PageStart, WindowRow<string>>(windowsOfAll).raw();
  const one = database.prepare<[string, ...PageStart], WindowRow<string>>(windowsOfOne).raw();
  return ({ length, datastreams, from, to, after, limit }) => {
    const beginning: Place = after !== undefined && after.start >= from ? after : { start: from, datastream: '' };
    const startOfPage = ({ start, datastream }: Place = beginning, size: number): PageStart => [length, start, to, start, datastream, size];
    const readOne =
      (name: string): ReadAfter<Window> =>
      (last, size) =>
        one.all(name, ...startOfPage(last, size)).map(toWindow);
    if (datastreams === undefined) return pagesOf((last, size) => all.all(...startOfPage(last, size)).map(toWindow), limit);
    return mergedPages([...new Set(datastreams)].map(readOne), isBefore, limit);
  };
}

function isBefore(a: Place, b: Place): boolean {
  return a.start === b.start ? a.datastream < b.datastream : a.start < b.start;
}
