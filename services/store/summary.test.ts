import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ReadingFlag, readingFlags } from '../../packages/model/reading.ts';
import type { BareReading } from '../../packages/series/contract.ts';
import { aReading, hour, minute, noon } from './fixtures/a-reading.ts';
import { windowsByHand } from './fixtures/windows-by-hand.ts';
import { type IntervalOf, RunningSummary } from './running-summary.ts';
import { close, merge, opened, type Summary } from './summary.ts';

const every10 = () => 10 * minute;
const extent = { datastream: 'square.pm2_5', length: 'hour', start: noon, end: noon + hour } as const;

function summarise(readings: readonly BareReading[], intervalOf: IntervalOf): Summary | undefined {
  const running = new RunningSummary(intervalOf);
  for (const reading of readings) running.add(reading);
  return running.end();
}

function windowOf(readings: readonly BareReading[], intervalOf: IntervalOf = every10) {
  const summary = summarise(readings, intervalOf);
  if (!summary) throw new Error('There is nothing to sum up.');
  return close(extent, summary);
}

const at = (...minutes: readonly number[]) => minutes.map((n) => aReading({ phenomenonTime: noon + n * minute, value: n }));

test('nothing gives no window', () => {
  expect(summarise([], every10)).toBeUndefined();
  expect(merge([])).toBeUndefined();
});

test('a sensor that keeps its interval covers the hour wholly, whatever its phase', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 5, 10, 15, 20, 30, 60), fc.nat(hour - 1), (interval, phase) => {
      const step = interval * minute;
      const readings = Array.from({ length: hour / step }, (_, n) => aReading({ phenomenonTime: noon + (phase % step) + n * step }));
      expect(windowOf(readings, () => step).coverage).toBe(1);
    }),
  );
});

test.each([
  ['one reading covers its interval', at(30), 1 / 6],
  ['a burst covers little', at(...Array.from({ length: 60 }, (_, n) => 30 + n / 60)), (59 / 60 + 10) / 60],
  ['half an hour that is missing is missing', at(0, 10, 20), 0.5],
  ['a missing reading leaves a gap', at(5, 15, 35, 45, 55), 5 / 6],
  ['more readings than declared cover no more than all', at(...Array.from({ length: 60 }, (_, n) => n)), 1],
])('%s', (_, readings, coverage) => {
  expect(windowOf(readings).coverage).toBeCloseTo(coverage, 12);
});

test('a sensor slower than the hour covers the hours in which it reports', () => {
  expect(windowOf(at(30), () => 3 * hour).coverage).toBe(1);
});

test('where an interval is not known, the coverage is not either; a window in which nothing counts is covered by nothing', () => {
  expect(windowOf(at(0, 30), () => null)).toMatchObject({ count: 2, coverage: null, covered: 0, interval: null });
  expect(windowOf(at(0, 30), ({ value }) => (value === 0 ? null : minute))).toMatchObject({ coverage: null, interval: minute });
  const odd = aReading({ value: null, flags: ['not_a_number'] });
  expect(windowOf([odd], () => null)).toMatchObject({ count: 0, excluded: 1, sum: null, min: null, max: null, coverage: 0 });
});

test('truth 8: what is odd stays out of the aggregate and is counted beside it; the digest tells it all the same', () => {
  const readings = at(0, 10, 20, 30);
  for (const flag of readingFlags) {
    const odd = readings.map((reading, n) => (n === 1 ? { ...reading, flags: [flag] } : reading));
    const isLeftOut = ['out_of_range', 'bad_time', 'not_a_number'].includes(flag);
    expect(windowOf(odd)).toMatchObject({ count: isLeftOut ? 3 : 4, excluded: isLeftOut ? 1 : 0, sum: isLeftOut ? 50 : 60 });
    expect(windowOf(odd).digest).not.toBe(windowOf(readings).digest);
  }
});

test('at one time only the greatest codec version counts, even when it gives nothing that does', () => {
  const both = ['codec@1', 'codec@2'].map((codecVersion, n) => aReading({ codecVersion, value: n + 1 }));
  expect(windowOf(both)).toMatchObject({ count: 1, excluded: 0, sum: 2 });
  const odd = both.map((reading, n) => (n === 1 ? { ...reading, value: null } : reading));
  expect(windowOf(odd)).toMatchObject({ count: 0, excluded: 1 });
  expect(windowOf(both).digest).not.toBe(windowOf(both.slice(1)).digest);
});

test('truth 9: the digest tells every difference that an observation shows, and none that it does not', () => {
  const digest = (own: object) => windowOf([{ ...aReading(), ...own }]).digest;
  const differences = [
    { value: 12.6 },
    { phenomenonTime: noon + 1 },
    { codecVersion: 'other@1' },
    { evidence: 'token' },
    { datastream: 'b' },
  ];
  expect(new Set([{}, ...differences].map(digest)).size).toBe(differences.length + 1);
  expect(digest({ message: 'other', frame: 'other', receivedTime: 1 })).toBe(digest({}));
});

const drawn = fc
  .uniqueArray(
    fc.record({
      at: fc.nat(24 * 60 - 1),
      codec: fc.nat(1),
      value: fc.option(fc.integer({ min: -400, max: 400 }), { freq: 8 }),
      flags: fc.oneof({ weight: 6, arbitrary: fc.constant<ReadingFlag[]>([]) }, { weight: 1, arbitrary: fc.subarray([...readingFlags]) }),
      device: fc.constantFrom('d-1', 'd-2', 'd-3'),
    }),
    { selector: ({ at: minutes, codec }) => `${minutes} ${codec}`, minLength: 1, maxLength: 40 },
  )
  .map((all) =>
    all
      .toSorted((a, b) => a.at - b.at || a.codec - b.codec)
      .map(({ at: minutes, codec, value, ...own }) =>
        aReading({
          ...own,
          phenomenonTime: noon + minutes * minute,
          codecVersion: `codec@${codec}`,
          value: value === null ? null : value / 4,
        }),
      ),
  );
const intervals: Record<string, number | null> = { 'd-1': 10 * minute, 'd-2': 60 * minute, 'd-3': null };
const intervalOf: IntervalOf = ({ device }) => intervals[device] ?? null;

test('truth 9: what the parts of a run come to, merged, is what the whole comes to', () => {
  fc.assert(
    fc.property(drawn, fc.array(fc.nat(24 * 60), { maxLength: 6 }), (readings, minutes) => {
      const cuts = [0, ...minutes.toSorted((a, b) => a - b), 24 * 60].map((n) => noon + n * minute);
      const parts = cuts.flatMap((from, n) => {
        const within = readings.filter(({ phenomenonTime }) => phenomenonTime >= from && phenomenonTime < (cuts[n + 1] ?? from));
        return summarise(within, intervalOf) ?? [];
      });
      const whole = summarise(readings, intervalOf);
      expect({ ...merge(parts), digest: '' }).toEqual({ ...whole, digest: '' });
    }),
  );
});

test('a window is opened to the summary that it was made of', () => {
  fc.assert(
    fc.property(drawn, (readings) => {
      const summary = summarise(readings, intervalOf);
      if (!summary) throw new Error('There is nothing to sum up.');
      const window = close(extent, summary);
      const { coverage } = close(extent, opened(window));
      expect(coverage).toBe(window.coverage);
      expect(opened(window).span).toEqual(
        summary.span && (summary.span.isKnown ? summary.span : expect.objectContaining({ isKnown: false })),
      );
    }),
  );
});

test('an hour is what adding up by hand, minute by minute, gives', () => {
  fc.assert(
    fc.property(drawn, (readings) => {
      const ofHour = readings.filter(({ phenomenonTime }) => phenomenonTime < noon + hour);
      fc.pre(ofHour.length > 0);
      expect([windowOf(ofHour, intervalOf)]).toEqual(windowsByHand(ofHour, 'UTC', intervalOf).hour);
    }),
  );
});
