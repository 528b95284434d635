import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Reading } from '../../model/reading.ts';
import type { RangeQuery, Series } from '../contract.ts';
import { inOne } from '../in-one.ts';
import { always, aReading, byKey, type Make, minute, noon, on, readings } from './store.ts';

/** Ranges and newest values. */
export function readingSuite(make: Make): void {
  test(
    'a range holds its first moment and not its last',
    on(make, async (series) => {
      await series.write([0, 1, 2, 3].map((index) => aReading({ phenomenonTime: noon + index, value: index })));
      const found = await readings(series, { from: noon + 1, to: noon + 3 });
      expect(found.map(({ value }) => value)).toEqual([1, 2]);
      expect(await readings(series, { from: noon + 3, to: noon + 3 })).toEqual([]);
    }),
  );

  test(
    'a range over all datastreams is in order of time, then datastream, then codec version, page after page',
    on(make, async (series) => {
      // 1 300 readings of one instant: more than any page, and written against their order.
      const crowd = Array.from({ length: 1300 }, (_, index) => aReading({ datastream: `site-${5000 - index}/pm10`, value: index }));
      const others = [2, 1].map((version) => aReading({ phenomenonTime: noon - minute, codecVersion: `codec@${version}` }));
      await series.write([...crowd, ...others]);
      const expected = [...crowd, ...others].sort(byKey);
      expect(await readings(series)).toEqual(expected);
      expect(await readings(series, { after: expected[700] as Reading, limit: 600 })).toEqual(expected.slice(701, 1301));
    }),
  );

  test(
    'a range over named datastreams holds those alone, each once; an unknown name holds nothing',
    on(make, async (series) => {
      const streams = ['c', 'a', 'b'];
      await series.write(streams.flatMap((datastream) => [1, 0].map((index) => aReading({ datastream, phenomenonTime: noon + index }))));
      const found = await readings(series, { datastreams: ['b', 'nobody', 'a', 'b'] });
      expect(found.map(({ datastream, phenomenonTime }) => datastream + (phenomenonTime - noon))).toEqual(['a0', 'b0', 'a1', 'b1']);
      expect(await readings(series, { datastreams: [] })).toEqual([]);
    }),
  );

  test(
    'many codec versions at each time of one datastream come in order, however the pages cut them',
    on(make, async (series) => {
      // Nine, first seen against their order, so that pages of whole hundreds end within a time.
      const versions = Array.from({ length: 9 }, (_, index) => `codec@${9 - index}`);
      const kept = Array.from({ length: 240 }, (_, index) =>
        versions.map((codecVersion) => aReading({ codecVersion, phenomenonTime: noon + index })),
      ).flat();
      await series.write(kept);
      expect(await readings(series, { datastreams: [aReading().datastream] })).toEqual([...kept].sort(byKey));
    }),
  );

  test(
    'any query gives what filtering and sorting by hand gives',
    on(make, async (series) => {
      const kept = someReadings();
      await series.write(kept);
      const expected = [...kept].sort(byKey);
      await fc.assert(
        fc.asyncProperty(queries, async (query) => {
          expect(await readings(series, query)).toEqual(byHand(expected, query));
          expect(await inOne(series.bareRange(query))).toEqual(byHand(expected, query).map(bare));
        }),
        { numRuns: 60 },
      );
    }),
  );

  test(
    'a range under way gives each reading at most once and in order while others are written and erased',
    on(make, async (series) => {
      await series.write(Array.from({ length: 1500 }, (_, index) => aReading({ phenomenonTime: noon + 2 * index })));
      const found: Reading[] = [];
      let pages = 0;
      for await (const page of series.range(always)) {
        expect(page.length).toBeGreaterThan(0);
        found.push(...page);
        pages += 1;
        if (pages === 1) await series.write([aReading({ phenomenonTime: noon - 1 }), aReading({ datastream: 'other' })]);
        if (pages === 2) await series.erase(['other']);
      }
      const times = found.filter(({ datastream }) => datastream !== 'other').map(({ phenomenonTime }) => phenomenonTime);
      expect(times).toEqual(Array.from({ length: 1500 }, (_, index) => noon + 2 * index));
    }),
  );

  test(
    'the latest of a datastream is that of its newest time, however late an older one comes',
    on(make, async (series) => {
      const newest = aReading({ phenomenonTime: noon + minute, value: 2 });
      const other = aReading({ datastream: 'another/no2', phenomenonTime: noon - minute });
      await series.write([newest, other]);
      await series.write([aReading({ phenomenonTime: noon, value: 1, receivedTime: noon + 10 * minute })]);
      expect(await series.latest()).toEqual([other, newest]);
      expect(await series.latest([newest.datastream, 'nobody', newest.datastream])).toEqual([newest]);
      expect(await series.latest([])).toEqual([]);
    }),
  );

  test(
    'at one time, the latest is that of the greatest codec version',
    on(make, async (series) => {
      const versions = ['codec@2', 'codec@3', 'codec@1'].map((codecVersion) => aReading({ codecVersion }));
      await series.write([...versions, aReading({ codecVersion: 'codec@9', phenomenonTime: noon - minute })]);
      expect(await latestVersions(series)).toEqual(['codec@3']);
    }),
  );
}

const bare = ({ frame: _, message: __, ...reading }: Reading) => reading;

const latestVersions = async (series: Series) => (await series.latest()).map(({ codecVersion }) => codecVersion);

const times = 12;
const streams = ['a', 'b', 'c', 'd'];

/** Every third of all combinations, in an order that is not theirs. */
function someReadings(): Reading[] {
  const all = Array.from({ length: times }, (_, time) =>
    streams.flatMap((datastream) => ['x@1', 'x@2'].map((codecVersion) => ({ datastream, codecVersion, phenomenonTime: noon + time }))),
  ).flat();
  return all
    .filter((_, index) => index % 3 !== 1)
    .map((key, index) => aReading({ ...key, value: index }))
    .reverse();
}

const key = fc.record({
  phenomenonTime: fc.integer({ min: noon - 1, max: noon + times }),
  datastream: fc.constantFrom(...streams, 'aa'),
  codecVersion: fc.constantFrom('x@1', 'x@2', 'x@3'),
});

const queries: fc.Arbitrary<RangeQuery> = fc.record(
  {
    from: fc.integer({ min: noon - 2, max: noon + times }),
    to: fc.integer({ min: noon - 2, max: noon + times + 2 }),
    datastreams: fc.subarray([...streams, 'nobody']),
    after: key,
    limit: fc.integer({ min: 0, max: 40 }),
  },
  { requiredKeys: ['from', 'to'] },
);

function byHand(ordered: readonly Reading[], { from, to, datastreams, after, limit }: RangeQuery): Reading[] {
  return ordered
    .filter(({ phenomenonTime }) => phenomenonTime >= from && phenomenonTime < to)
    .filter(({ datastream }) => datastreams === undefined || datastreams.includes(datastream))
    .filter((reading) => after === undefined || byKey(reading, aReading(after)) > 0)
    .slice(0, limit);
}
