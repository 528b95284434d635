import { describe } from '@jest/globals';
import { keepingSuite } from './suite/keeping.ts';
import { readingSuite } from './suite/reading.ts';
import { roundTripSuite } from './suite/round-trip.ts';
import type { Make } from './suite/store.ts';
import { windowSuite } from './suite/windows.ts';
import { writingSuite } from './suite/writing.ts';

/** What every engine of the series passes, against the real store. `make` gives an empty store each time. */
export function seriesSuite(name: string, make: Make): void {
  describe(`series on ${name}`, () => {
    describe('keeps what it is given', () => roundTripSuite(make));
    describe('writes', () => writingSuite(make));
    describe('reads', () => readingSuite(make));
    describe('aggregates', () => windowSuite(make));
    describe('erases, counts and lasts', () => keepingSuite(make));
  });
}
