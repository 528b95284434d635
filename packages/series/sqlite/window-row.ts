import type { Window, WindowLength } from '../../model/window.ts';

/** A window as SQL gives it (with the datastream's name) and takes it (with its number): an array, as an object by column names costs twice as much. */
export type WindowRow<Datastream> = [
  datastream: Datastream,
  length: WindowLength,
  start: number,
  end: number,
  quantity: string,
  site: string,
  count: number,
  excluded: number,
  sum: number | null,
  min: number | null,
  max: number | null,
  first: number | null,
  last: number | null,
  interval: number | null,
  covered: number,
  coverage: number | null,
  digest: string,
];

/** Those after the datastream. */
export const columns = [
  ...['length', 'begins', 'ends', 'quantity', 'site', 'count', 'excluded', 'sum', 'min', 'max'],
  ...['first', 'last', 'interval', 'covered', 'coverage', 'digest'],
];

export function toRow(datastream: number, window: Window): WindowRow<number> {
  const { length, start, end, quantity, site, count, excluded, sum, min, max, first, last, interval, covered, coverage, digest } = window;
  return [datastream, length, start, end, quantity, site, count, excluded, sum, min, max, first, last, interval, covered, coverage, digest];
}

// By place, and in one literal: with the rest of the row taken as a list this takes five times as long.
export function toWindow(row: WindowRow<string>): Window {
  return {
    datastream: row[0],
    length: row[1],
    start: row[2],
    end: row[3],
    quantity: row[4],
    site: row[5],
    count: row[6],
    excluded: row[7],
    sum: row[8],
    min: row[9],
    max: row[10],
    first: row[11],
    last: row[12],
    interval: row[13],
    covered: row[14],
    coverage: row[15],
    digest: row[16],
  };
}
