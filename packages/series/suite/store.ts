import type { Reading } from '../../model/reading.ts';
import type { Tally } from '../../model/tally.ts';
import type { Window } from '../../model/window.ts';
import type { RangeQuery, Series, WindowQuery } from '../contract.ts';
import { inOne } from '../in-one.ts';

/** A store of its own, empty, on the engine under test. */
export interface Store {
  readonly series: Series;
  /** Ends this series and opens it again on the same storage. */
  reopen(): Promise<Series>;
  /** Ends the series and removes its storage. */
  dispose(): Promise<void>;
}
export type Make = () => Promise<Store>;

/** Runs the body of a test on a new store, which is removed at its end. */
export const on = (make: Make, body: (series: Series, store: Store) => Promise<void>) => async () => {
  const store = await make();
  try {
    await body(store.series, store);
  } finally {
    await store.dispose();
  }
};

export const minute = 60_000;
/** 1 May 2026, 12:00 UTC. */
export const noon = Date.UTC(2026, 4, 1, 12);

export function aReading(own: Partial<Reading> = {}): Reading {
  return {
    datastream: 'school-roof/pm2_5',
    phenomenonTime: noon,
    codecVersion: 'decentlab/dl-pm@1',
    value: 12.5,
    quantity: 'pm2_5',
    site: 'school-roof',
    device: 'device-7',
    evidence: 'own_mic',
    frame: 'frame-b',
    message: 'log/messages/0/41',
    receivedTime: noon + 350,
    flags: [],
    ...own,
  };
}

export function aTally(own: Partial<Tally> = {}): Tally {
  return { partition: 0, hour: noon, plane: 'open', forwarded: 5, duplicate: 2, quarantined: {}, released: 0, needless: 0, ...own };
}

export function aWindow(own: Partial<Window> = {}): Window {
  return {
    datastream: 'school-roof/pm2_5',
    length: 'hour',
    start: noon,
    end: noon + 60 * minute,
    quantity: 'pm2_5',
    site: 'school-roof',
    count: 6,
    excluded: 1,
    sum: 75.5,
    min: -0.25,
    max: 20,
    first: noon + minute,
    last: noon + 51 * minute,
    interval: 10 * minute,
    covered: 50 * minute,
    coverage: 1,
    digest: '00112233445566778899aabbccddeeff',
    ...own,
  };
}

export const always = { from: 0, to: Date.UTC(2101, 0, 1) };

export function readings(series: Series, query: Partial<RangeQuery> = {}): Promise<Reading[]> {
  return inOne(series.range({ ...always, ...query }));
}

export function windows(series: Series, query: Partial<WindowQuery> = {}): Promise<Window[]> {
  return inOne(series.windows({ ...always, length: 'hour', ...query }));
}

/** The order of readings, as the contract words it. */
export function byKey(a: Reading, b: Reading): number {
  return a.phenomenonTime - b.phenomenonTime || compareText(a.datastream, b.datastream) || compareText(a.codecVersion, b.codecVersion);
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
