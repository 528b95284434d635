import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Window } from '../../model/window.ts';
import type { WindowQuery } from '../contract.ts';
import { aReading, aWindow, compareText, type Make, minute, noon, on, readings, windows } from './store.ts';

const hour = 60 * minute;

/** Aggregates beside the readings. */
export function windowSuite(make: Make): void {
  test(
    'every field of a window comes back, to the last bit',
    on(make, async (series) => {
      const full = aWindow({ sum: 0.1 + 0.2, min: -0, max: 1e21, coverage: 1 / 3 });
      const empty = { count: 0, sum: null, min: null, max: null, first: null, last: null, interval: null, covered: 0, coverage: null };
      const day = aWindow({ length: 'day', end: noon + 25 * hour, ...empty });
      await series.writeWindows([full, day]);
      expect(await windows(series)).toEqual([full]);
      expect(Object.is((await windows(series))[0]?.min, -0)).toBe(true);
      expect(await windows(series, { length: 'day' })).toEqual([day]);
    }),
  );

  test(
    'truth 9: a window replaces what stood for the same datastream, length and start, and writing again is writing once',
    on(make, async (series) => {
      const others = [aWindow({ datastream: 'other' }), aWindow({ start: noon + hour }), aWindow({ length: 'day' })];
      await series.writeWindows([aWindow({ excluded: 7, max: null }), ...others]);
      await series.writeWindows([aWindow({ count: 7 }), aWindow({ count: 8 })]);
      await series.writeWindows([aWindow({ count: 8 })]);
      expect(await windows(series)).toEqual([others[0], aWindow({ count: 8 }), others[1]]);
      expect(await windows(series, { length: 'day' })).toEqual([others[2]]);
      await series.writeWindows([]);
    }),
  );

  test(
    'truth 8: a window beside the readings changes none of them',
    on(make, async (series) => {
      await series.write([aReading()]);
      await series.writeWindows([aWindow({ quantity: 'another', site: 'another' })]);
      expect(await readings(series)).toEqual([aReading()]);
      expect(await series.latest()).toEqual([aReading()]);
    }),
  );

  test(
    'windows over all datastreams are in order of start, then datastream, page after page',
    on(make, async (series) => {
      // More of one start than any page holds, and written against their order.
      const crowd = Array.from({ length: 1300 }, (_, index) => aWindow({ datastream: `site-${5000 - index}.pm10`, count: index }));
      const earlier = aWindow({ datastream: 'z', start: noon - hour });
      await series.writeWindows([...crowd, earlier]);
      const expected = [earlier, ...crowd.toReversed()];
      expect(await windows(series)).toEqual(expected);
      expect(await windows(series, { from: noon, after: expected[700] as Window, limit: 600 })).toEqual(expected.slice(701, 1301));
    }),
  );

  test(
    'any query gives what filtering and sorting by hand gives',
    on(make, async (series) => {
      const kept = someWindows();
      await series.writeWindows(kept);
      const expected = [...kept].sort((a, b) => a.start - b.start || compareText(a.datastream, b.datastream));
      await fc.assert(
        fc.asyncProperty(queries, async (query) => expect(await windows(series, query)).toEqual(byHand(expected, query))),
        { numRuns: 60 },
      );
    }),
  );

  test(
    'truth 4: windows are there after the series is opened again',
    on(make, async (series, store) => {
      await series.writeWindows([aWindow()]);
      expect(await windows(await store.reopen())).toEqual([aWindow()]);
    }),
  );

  test(
    'truth 10: erasing a datastream removes its windows, counts only its readings, and leaves the windows of others',
    on(make, async (series) => {
      const own = Array.from({ length: 2500 }, (_, index) => aWindow({ datastream: 'home', start: noon + index * hour }));
      await series.writeWindows([...own, aWindow({ datastream: 'home', length: 'day' }), aWindow({ datastream: 'street' })]);
      await series.write([aReading({ datastream: 'home' })]);
      expect(await series.erase(['home'])).toBe(1);
      expect(await windows(series)).toEqual([aWindow({ datastream: 'street' })]);
      expect(await windows(series, { length: 'day' })).toEqual([]);
      await series.writeWindows([aWindow({ datastream: 'home' })]);
      expect(await windows(series, { datastreams: ['home'] })).toEqual([aWindow({ datastream: 'home' })]);
    }),
  );
}

const starts = 9;
const streams = ['a', 'b', 'c', 'd'];

/** Most of all combinations, in an order that is not theirs. */
function someWindows(): Window[] {
  const all = Array.from({ length: starts }, (_, index) =>
    streams.flatMap((datastream) =>
      (['hour', 'day'] as const).map((length) => aWindow({ datastream, length, start: noon + index * hour, count: index })),
    ),
  ).flat();
  return all.filter((_, index) => index % 3 !== 1).reverse();
}

const moment = (from: number, to: number) => fc.integer({ min: from, max: to }).map((halfHours) => noon + (halfHours * hour) / 2);

const queries: fc.Arbitrary<WindowQuery> = fc.record(
  {
    length: fc.constantFrom('hour', 'day'),
    from: moment(-1, 2 * starts),
    to: moment(-1, 2 * starts + 1),
    datastreams: fc.subarray([...streams, 'nobody', 'c'], { minLength: 0 }),
    after: fc.record({ start: moment(-1, 2 * starts), datastream: fc.constantFrom(...streams, 'aa') }),
    limit: fc.integer({ min: 0, max: 30 }),
  },
  { requiredKeys: ['length', 'from', 'to'] },
);

function byHand(ordered: readonly Window[], { length, from, to, datastreams, after, limit }: WindowQuery): Window[] {
  return ordered
    .filter((window) => window.length === length && window.start >= from && window.start < to)
    .filter(({ datastream }) => datastreams === undefined || datastreams.includes(datastream))
    .filter(
      ({ start, datastream }) => after === undefined || start > after.start || (start === after.start && datastream > after.datastream),
    )
    .slice(0, limit);
}
