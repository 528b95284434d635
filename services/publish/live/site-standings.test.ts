import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OpenPlane } from '../open-plane.ts';
import { LiveCity, now } from './fixtures/live-city.ts';
import { readingOf } from './fixtures/records.ts';
import { Live } from './live.ts';
import { SiteStandings } from './site-standings.ts';

let city: LiveCity;
let plane: OpenPlane;
beforeAll(async () => {
  city = await LiveCity.open();
  plane = await city.plane();
});
afterAll(() => city[Symbol.asyncDispose]());

const statusAfter = (site: string, seconds: number) => {
  const standings = new SiteStandings();
  standings.take([readingOf(`${site}.pm2_5`, 1, { receivedTime: now })]);
  return standings.of(site, plane, now + seconds * 1000).status;
};
const since = new Date(now).toISOString();

test('a site reports until three of its intervals have passed without a word', () => {
  expect(statusAfter('market', 1_800)).toEqual({ state: 'reporting', since, expectedEvery: 600 });
  expect(statusAfter('market', 1_801)).toEqual({ state: 'silent', since, expectedEvery: 600 });
});

test('the interval that the city has set for a device goes before its model’s', () => {
  expect(statusAfter('school', 180).state).toBe('reporting');
  expect(statusAfter('school', 181)).toEqual({ state: 'silent', since, expectedEvery: 60 });
});

test('a site that was never heard is waited for', () => {
  expect(new SiteStandings().of('market', plane, now)).toEqual({
    status: { state: 'waiting', since: null, expectedEvery: 600 },
    warnings: [],
  });
});

test('a late reading of an earlier time changes nothing; the newest voltage decides on the battery', () => {
  const standings = new SiteStandings();
  const volts = (value: number, phenomenonTime: number, receivedTime = phenomenonTime) =>
    readingOf('market.battery_voltage', value, { phenomenonTime, receivedTime });
  const of = () => standings.of('market', plane, now);
  standings.take([volts(2.4, now)]);
  expect(of().warnings).toEqual(['low_battery']);
  standings.take([volts(3, now - 1_000, now - 500)]);
  expect(of()).toMatchObject({ warnings: ['low_battery'], status: { since } });
  standings.take([volts(2.5, now + 1)]);
  expect(of().warnings).toEqual([]);
});

test('from the first moment a process knows what the store knows', async () => {
  await city.series.write([readingOf('school.battery_voltage', 2, { receivedTime: now - 1_000 })]);
  const { log, series, plane: open } = city;
  const parts = { log, series, plane: open, lines: { say: () => {} }, simulated: true, now: () => now };
  const live = await Live.open(parts, { mostListeners: 1, mostPerAddress: 1 });
  expect(live.standingOf('school', plane)).toEqual({
    status: { state: 'reporting', since: new Date(now - 1_000).toISOString(), expectedEvery: 60 },
    warnings: ['low_battery'],
  });
  expect(live.standingOf('market', plane).status.state).toBe('waiting');
});
