import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CityDays, isTimeZone } from './city-days.ts';
import { storeSettings } from './config.ts';

const hour = 3_600_000;
const inWords = (days: CityDays, time: string) => {
  const { start, end } = days.dayOf(Date.parse(time));
  return [new Date(start).toISOString(), new Date(end).toISOString(), (end - start) / hour];
};

test.each([
  ['Europe/Paris', '2026-03-29T12:00Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 23],
  ['Europe/Paris', '2026-10-25T12:00Z', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', 25],
  ['Europe/Paris', '2026-11-24T12:00Z', '2026-11-23T23:00:00.000Z', '2026-11-24T23:00:00.000Z', 24],
  ['Pacific/Marquesas', '2026-11-24T12:00Z', '2026-11-24T09:30:00.000Z', '2026-11-25T09:30:00.000Z', 24],
  ['Asia/Kolkata', '2026-11-24T12:00Z', '2026-11-23T18:30:00.000Z', '2026-11-24T18:30:00.000Z', 24],
  ['Australia/Lord_Howe', '2026-04-05T00:00Z', '2026-04-04T13:00:00.000Z', '2026-04-05T13:30:00.000Z', 24.5],
  // Clocks go from 24:00 to 01:00, or back from 24:00 to 23:00.
  ['America/Santiago', '2026-09-06T12:00Z', '2026-09-06T04:00:00.000Z', '2026-09-07T03:00:00.000Z', 23],
  ['America/Santiago', '2026-04-04T12:00Z', '2026-04-04T03:00:00.000Z', '2026-04-05T04:00:00.000Z', 25],
  // The island changed sides of the date line and had no 30 December.
  ['Pacific/Apia', '2011-12-30T09:59Z', '2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z', 24],
  ['Pacific/Apia', '2011-12-30T10:00Z', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z', 24],
])('truth 9: in %s, the day of %s is what its clocks make of it', (zone, time, start, end, hours) => {
  expect(inWords(new CityDays(zone), time)).toEqual([start, end, hours]);
});

test('truth 9: days leave no moment out and have none twice', () => {
  const zones = ['Europe/Paris', 'America/St_Johns', 'America/Santiago', 'Pacific/Apia', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'UTC'];
  const cities = new Map(zones.map((zone) => [zone, new CityDays(zone)]));
  const anyTime = fc.integer({ min: 0, max: Date.UTC(2101, 0, 1) - 1 });
  // Until 2011 Newfoundland set its clocks back at one minute past midnight: for an hour it was yesterday again.
  const autumnNight = fc
    .record({
      year: fc.integer({ min: 1988, max: 2010 }),
      day: fc.integer({ min: 25, max: 38 }),
      minute: fc.integer({ min: 140, max: 215 }),
    })
    .map(({ year, day, minute }) => Date.UTC(year, 9, day, 0, minute));
  const moments = fc.oneof(fc.tuple(fc.constantFrom(...zones), anyTime), fc.tuple(fc.constant('America/St_Johns'), autumnNight));
  fc.assert(
    fc.property(moments, ([zone, time]) => {
      const days = cities.get(zone) ?? new CityDays(zone);
      const day = days.dayOf(time);
      expect(day.start).toBeLessThanOrEqual(time);
      expect(day.end).toBeGreaterThan(time);
      expect(days.dayOf(day.start)).toEqual(day);
      expect(days.dayOf(day.end - 1)).toEqual(day);
      expect(days.dayOf(day.end).start).toBe(day.end);
      expect(days.dayOf(day.start - 1).end).toBe(day.start);
    }),
    { numRuns: 400 },
  );
});

test('a zone that does not exist is refused with words', () => {
  expect(isTimeZone('Europe/Paris')).toBe(true);
  expect(isTimeZone('Europe/Atlantis')).toBe(false);
  expect(storeSettings.safeParse({ timeZone: 'Europe/Atlantis' }).error?.issues[0]?.message).toBe(
    'a time zone of the IANA database, such as Europe/Paris',
  );
  expect(storeSettings.parse({}).timeZone).toBe('Europe/Paris');
});
