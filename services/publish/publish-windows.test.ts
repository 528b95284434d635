import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Window } from '../../packages/model/window.ts';
import { now, OpenCity } from './fixtures/open-city.ts';
import type { PublishedWindow } from './published-window.ts';

interface Page {
  readonly next: string | null;
  readonly windows: readonly PublishedWindow[];
}

const hour = 3_600_000;
const day = 24 * hour;

function window(datastream: string, length: 'hour' | 'day', start: number, more: Partial<Window> = {}): Window {
  const [site = '', quantity = ''] = datastream.split('.');
  return {
    ...{ datastream, site, quantity, length, start, end: start + (length === 'hour' ? hour : day), count: 3, excluded: 1, sum: 10, min: 1 },
    ...{ max: 7, first: start, last: start + 1, interval: 600_000, covered: 1, coverage: 0.5, digest: 'd'.repeat(32) },
    ...more,
  };
}

const sites = ['market', 'school', 'home'];
const hours = Array.from({ length: 40 }, (_, n) => now - (n + 1) * hour);
const stored = [
  ...sites.flatMap((site) => hours.map((start) => window(`${site}.pm2_5`, 'hour', start))),
  window('market.pm2_5', 'day', now - 12 * hour - day, { count: 0, sum: null, min: null, max: null, coverage: null }),
];

let city: OpenCity;
beforeAll(async () => {
  city = await OpenCity.open();
  await city.series.writeWindows(stored);
});
afterAll(() => city.dispose());

const page = (query = '') => city.json<Page>(`/api/v1/windows${query}`);

test('a window as published: its mean, in its unit, with the digest of its set', async () => {
  const [first] = (await page('?limit=1')).windows;
  const start = hours.at(-1) ?? 0;
  expect(first).toEqual({
    ...{ datastream: 'market.pm2_5', site: 'market', quantity: 'pm2_5', unit: 'ug/m3', length: 'hour' },
    ...{ start: new Date(start).toISOString(), end: new Date(start + hour).toISOString(), count: 3, excluded: 1 },
    ...{ mean: 10 / 3, min: 1, max: 7, coverage: 0.5, digest: 'd'.repeat(32) },
  });
});

test('where nothing counts there is no mean', async () => {
  expect((await page('?length=day')).windows).toMatchObject([
    { length: 'day', count: 0, mean: null, min: null, max: null, coverage: null },
  ]);
});

test('pages visit every open window once, in order (truth 10: none of a person’s place)', async () => {
  const walked: PublishedWindow[] = [];
  let address: string | null = '?limit=7';
  while (address !== null) {
    const { windows, next }: Page = await page(address);
    walked.push(...windows);
    address = next?.replace('/api/v1/windows', '') ?? null;
  }
  const expected = hours.toReversed().flatMap((start) => ['market.pm2_5', 'school.pm2_5'].map((id) => [new Date(start).toISOString(), id]));
  expect(walked.map(({ start, datastream }) => [start, datastream])).toEqual(expected);
});

test('by time, place, quantity and box', async () => {
  const from = new Date(now - 3 * hour).toISOString();
  expect((await page(`?from=${from}&site=market`)).windows).toHaveLength(3);
  expect((await page(`?from=${from}&bbox=1,47,3,48.5`)).windows.map(({ site }) => site)).toEqual(['market', 'market', 'market']);
  expect((await page(`?from=${from}&quantity=relative_humidity`)).windows).toEqual([]);
  expect((await page(`?from=${from}&to=${new Date(now - 2 * hour).toISOString()}`)).windows).toHaveLength(2);
});

test('CSV says what JSON says', async () => {
  const { windows } = await page();
  const { text, headers } = await city.get('/api/v1/windows?format=csv');
  expect(headers['content-disposition']).toBe('attachment; filename="vigie-hours-simulated.csv"');
  const rows = parse<Record<string, string>>(text, { columns: true });
  expect(rows.map(({ simulated: _, ...row }) => row)).toEqual(
    windows.map((one) => Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value === null ? '' : String(value)]))),
  );
});

test.each([
  ['hour', hour, 'no-cache'],
  ['hour', 3 * hour, 'public, max-age=3600'],
  ['day', 25 * hour, 'no-cache'],
  ['day', 27 * hour, 'public, max-age=3600'],
])('a range of %ss that ended %i ms ago: %s, as its last window must be over too', async (length, ago, kept) => {
  const to = new Date(now - ago).toISOString();
  expect((await city.get(`/api/v1/windows?length=${length}&from=2026-01-01T00:00:00Z&to=${to}`)).headers['cache-control']).toBe(kept);
});

test.each([
  ['length=week', /^length: wants one of "hour"\|"day"$/],
  ['format=geojson', /^format: wants one of "json"\|"csv"$/],
  [`after=${Buffer.from('[1,"a","b"]').toString('base64url')}`, /^after: wants the mark of a page/],
  ['site=home', /^site: there is no such site/],
  ['n=1', /There is no parameter n here/],
])('%s is refused by name', async (query, words) => {
  const { status, text } = await city.get(`/api/v1/windows?${query}`);
  expect({ status, detail: JSON.parse(text).detail }).toEqual({ status: 400, detail: expect.stringMatching(words) });
});
