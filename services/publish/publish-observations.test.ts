import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { check } from '@placemarkio/check-geojson';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Reading, ReadingKey } from '../../packages/model/reading.ts';
import { now, OpenCity, quantities, reading } from './fixtures/open-city.ts';
import type { Observation } from './observation.ts';

type FeatureCollection = Extract<ReturnType<typeof check>, { type: 'FeatureCollection' }>;

interface Page {
  readonly next: string | null;
  readonly observations: readonly Observation[];
}

const hour = 3_600_000;
const openSites = ['market', 'school'];
const ids = [...openSites, 'home'].flatMap((site) => quantities.map((quantity) => `${site}.${quantity}`));

/** Few times and several codec versions, so that many readings share all but one part of their place in the order. */
const stored: readonly Reading[] = fc
  .sample(
    fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...ids),
        fc.integer({ min: 1, max: 20 }).map((n) => now - n * hour),
        fc.constantFrom('example/air@1.0.0', 'example/air@1.1.0'),
        // −0 becomes 0 in the log already: JSON does not know it.
        fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
      ),
      { selector: ([datastream, time, codec]) => `${datastream}/${time}/${codec}`, minLength: 200, maxLength: 200 },
    ),
    { numRuns: 1, seed: 24 },
  )
  .flat()
  .map(([datastream, time, codecVersion, value], n) =>
    reading(datastream, time, value, { codecVersion, flags: value === null ? ['not_a_number', 'bad_time'] : [], frame: `f${n}` }),
  );

const keyOf = ({ phenomenonTime, datastream, codecVersion }: ReadingKey) => [phenomenonTime, datastream, codecVersion] as const;
const inOrder = [...stored].toSorted((a, b) => {
  const [x, y] = [keyOf(a), keyOf(b)];
  const at = x.findIndex((part, n) => part !== y[n]);
  return (x[at] ?? 0) < (y[at] ?? 0) ? -1 : 1;
});
const open = inOrder.filter(({ site }) => openSites.includes(site));

let city: OpenCity;
beforeAll(async () => {
  city = await OpenCity.open();
  await city.series.write(stored);
});
afterAll(() => city.dispose());

const addressOf = (query: Record<string, string | number | undefined>) => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `/api/v1/observations?${search}`;
};

/** Every page from the first to the one without a next. */
async function walk(address: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next: string | null = address; next !== null; next = pages.at(-1)?.next ?? null) pages.push(await city.json<Page>(next));
  return pages;
}

const placeOf = ({ phenomenonTime, datastream, codec, value }: Observation) => [Date.parse(phenomenonTime), datastream, codec, value];
const expectedPlace = (one: Reading) => [...keyOf(one), one.value];

test('pages visit every observation exactly once, in order, bit for bit, whatever the limit and the filter', async () => {
  const moment = fc.option(
    fc.integer({ min: 0, max: 23 }).map((n) => now - n * hour),
    { nil: undefined },
  );
  const option = (...names: readonly string[]) => fc.option(fc.constantFrom(...names), { nil: undefined });
  const query = fc.record({
    limit: fc.integer({ min: 1, max: 60 }),
    site: option(...openSites),
    quantity: option(...quantities),
    from: moment,
    to: moment,
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ limit, site, quantity, from = now - 24 * hour, to = now + 24 * hour }) => {
      fc.pre(from < to);
      const pages = await walk(addressOf({ limit, site, quantity, from: new Date(from).toISOString(), to: new Date(to).toISOString() }));
      const wanted = open.filter(
        (one) =>
          one.site === (site ?? one.site) &&
          one.quantity === (quantity ?? one.quantity) &&
          one.phenomenonTime >= from &&
          one.phenomenonTime < to,
      );
      expect(pages.flatMap(({ observations }) => observations.map(placeOf))).toEqual(wanted.map(expectedPlace));
      expect(pages.slice(0, -1).every(({ observations }) => observations.length === limit)).toBe(true);
    }),
    { numRuns: 25 },
  );
});

test('one datastream alone', async () => {
  const pages = await walk(addressOf({ datastream: 'school.pm2_5', limit: 7 }));
  expect(pages.length).toBeGreaterThan(2);
  expect(pages.flatMap(({ observations }) => observations.map(placeOf))).toEqual(
    open.filter(({ datastream }) => datastream === 'school.pm2_5').map(expectedPlace),
  );
});

test('a walk keeps to its range while the clock goes on', async () => {
  const first = await city.json<Page>(addressOf({ limit: 10 }));
  city.now += 30 * hour;
  try {
    const rest = await walk(first.next ?? '');
    expect([first, ...rest].flatMap(({ observations }) => observations)).toHaveLength(open.length);
    expect((await city.json<Page>(addressOf({}))).observations).toEqual([]);
  } finally {
    city.now = now;
  }
});

test('the header Link carries the same next page as the body; the last page has none; the licence is always there', async () => {
  const { headers, text } = await city.get(addressOf({ limit: 10 }));
  const licence = '<https://www.etalab.gouv.fr/licence-ouverte-open-licence>; rel="license"';
  expect(headers['link']).toBe(`<${(JSON.parse(text) as Page).next}>; rel="next", ${licence}`);
  expect((await city.get(addressOf({ limit: open.length }))).headers['link']).toBe(licence);
});

test('CSV says what JSON says, value for value', async () => {
  const address = addressOf({ limit: 10_000 });
  const { observations } = await city.json<Page>(address);
  const { text, headers } = await city.get(`${address}&format=csv`);
  expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
  const rows = parse<Record<string, string>>(text, { columns: true });
  expect(rows).toHaveLength(open.length);
  expect(rows.map(({ value, flags, simulated: _, ...row }) => ({ ...row, value: value === '' ? null : Number(value), flags }))).toEqual(
    observations.map((one) => ({ ...one, flags: one.flags.join(' ') })),
  );
  for (const [n, { value }] of rows.entries()) if (value !== '') expect(Object.is(Number(value), open[n]?.value)).toBe(true);
});

test.each([
  [{ accept: 'text/csv' }, '', /^text\/csv/],
  [{ accept: 'application/json' }, '', /^application\/json/],
  [{ accept: '*/*' }, '', /^application\/json/],
  [{ accept: 'text/csv' }, '?format=json', /^application\/json/],
])('the format: Accept %j, address %s', async (headers, query, type) => {
  const answer = await city.get(`/api/v1/observations${query}`, headers as Record<string, string>);
  expect(answer.headers['content-type']).toMatch(type);
  expect(answer.headers['vary']).toMatch(/accept/i);
});

test('HEAD answers as GET, without the body', async () => {
  const [head, get] = [
    await city.app.inject({ method: 'HEAD', url: '/api/v1/observations?limit=5' }),
    await city.get('/api/v1/observations?limit=5'),
  ];
  expect(head.statusCode).toBe(200);
  expect(head.body).toBe('');
  for (const name of ['content-type', 'content-length', 'link']) expect(head.headers[name]).toBe(get.headers[name]);
});

test('truth 12: every observation says how it was verified and by which codec', async () => {
  const [first] = (await city.json<Page>(addressOf({ limit: 1 }))).observations;
  expect(first).toEqual({
    datastream: open[0]?.datastream,
    site: open[0]?.site,
    quantity: open[0]?.quantity,
    unit: expect.stringMatching(/^(Cel|ug\/m3|%)$/),
    phenomenonTime: new Date(open[0]?.phenomenonTime ?? 0).toISOString(),
    receivedTime: new Date(open[0]?.receivedTime ?? 0).toISOString(),
    value: open[0]?.value,
    flags: open[0]?.flags,
    evidence: 'own_mic',
    codec: open[0]?.codecVersion,
  });
});

describe('what is wrong is named', () => {
  const mark = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  test.each([
    ['speed=7', /There is no parameter speed here/],
    ['limit=0', /^limit: /],
    ['limit=100001', /^limit: /],
    ['limit=1.5', /^limit: /],
    ['limit=', /^limit: /],
    ['limit=many', /^limit: wants a number$/],
    ['limit=1&limit=2', /^limit: wants a number$/],
    ['format=xml', /^format: wants one of "json"\|"csv"\|"geojson"$/],
    ['from=yesterday', /^from: wants a moment such as 2026-11-24T16:00:00Z/],
    ['from=2026-11-24T16:00:00+01:00', /^from: wants a moment .* %2B/],
    ['from=2026-11-24T16:00:00', /^from: wants a moment/],
    ['to=2020-01-01T00:00:00Z', /^from: wants a moment before "to"/],
    ['from=2026-11-24T10:00:00Z&to=2026-11-24T10:00:00Z', /^from: wants a moment before "to"/],
    ['site=', /^site: there is no such site/],
    ['site=nowhere', /^site: there is no such site/],
    ['datastream=market.noise', /^datastream: there is no such datastream/],
    ['quantity=noise', /^quantity: there is no such quantity/],
    ['site=market&site=school', /^site: wants string/],
    ['after=', /^after: wants the mark of a page/],
    ['after=garbage', /^after: wants the mark of a page/],
    [`after=${mark(7)}`, /^after: wants the mark of a page/],
    [`after=${mark([1, 'a'])}`, /^after: wants the mark of a page/],
    [`after=${mark([1.5, 'a', 'b'])}`, /^after: wants the mark of a page/],
    [`after=${mark([1, '', 'b'])}`, /^after: wants the mark of a page/],
    [`after=${mark({ phenomenonTime: 1 })}`, /^after: wants the mark of a page/],
  ])('%s', async (query, words) => {
    const { status, headers, text } = await city.get(`/api/v1/observations?${query}`);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 400, type: 'application/problem+json' });
    expect(JSON.parse(text)).toMatchObject({ status: 400, detail: expect.stringMatching(words) });
  });

  test('any text at all as a mark, and any parameter, is answered in words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('after', 'from', 'limit', 'site', 'format'), fc.string({ unit: 'binary' }), async (name, text) => {
        const { status } = await city.get(addressOf({ [name]: text }));
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a box', () => {
  const sitesIn = async (bbox: string) => {
    const { observations } = await city.json<Page>(addressOf({ bbox, limit: 10_000 }));
    return [...new Set(observations.map(({ site }) => site))].toSorted();
  };

  test('chooses by place: market is at 2° E, 48° N, school at 2° E, 49° N', async () => {
    expect(await sitesIn('1,47,3,48.5')).toEqual(['market']);
    expect(await sitesIn('1,47,3,50')).toEqual(['market', 'school']);
    expect(await sitesIn('170,47,-170,50')).toEqual([]);
  });

  test('narrows with the other filters', async () => {
    const { observations } = await city.json<Page>(addressOf({ bbox: '1,47,3,48.5', quantity: 'pm2_5', limit: 10_000 }));
    expect(observations.map(placeOf)).toEqual(open.filter(({ datastream }) => datastream === 'market.pm2_5').map(expectedPlace));
  });

  test('truth 10: around a person’s place it is empty, as where there is nothing', async () => {
    expect(await sitesIn('1,49.5,3,51')).toEqual([]);
    expect(stored.some(({ site }) => site === 'home')).toBe(true);
  });

  test('that is none is named', async () => {
    const { status, text } = await city.get(addressOf({ bbox: '1,2,3' }));
    expect({ status, detail: JSON.parse(text).detail }).toEqual({ status: 400, detail: expect.stringMatching(/^bbox: wants west,south/) });
  });
});

test('GeoJSON says what JSON says, where it was measured', async () => {
  const address = addressOf({ limit: 50 });
  const { observations, next } = await city.json<Page>(address);
  const { text, headers } = await city.get(`${address}&format=geojson`);
  expect(headers['content-type']).toMatch(/^application\/geo\+json/);
  const collection = check(text) as FeatureCollection;
  expect(collection).toMatchObject({ licence: 'etalab-2.0', simulated: true, next: next?.replace('&from', '&format=geojson&from') });
  expect(collection.features.map(({ properties }) => properties)).toEqual(observations);
  for (const { geometry, properties } of collection.features) {
    expect(geometry).toEqual({ type: 'Point', coordinates: [2, properties?.['site'] === 'market' ? 48 : 49] });
  }
});

test('a file is named, and its name says that the city is simulated', async () => {
  const fileOf = async (format: string) => (await city.get(`/api/v1/observations?format=${format}`)).headers['content-disposition'];
  expect(await fileOf('csv')).toBe('attachment; filename="vigie-observations-simulated.csv"');
  expect(await fileOf('geojson')).toBe('attachment; filename="vigie-observations-simulated.geojson"');
  expect(await fileOf('json')).toBeUndefined();
});

test('a range that is over may be kept for an hour, the present for no moment; nothing is kept for ever, because late data come', async () => {
  const kept = async (to?: number) => {
    const query = { from: new Date(now - 20 * hour).toISOString(), to: to === undefined ? undefined : new Date(to).toISOString() };
    return (await city.get(addressOf(query))).headers['cache-control'];
  };
  expect(await kept(now - hour - 1)).toBe('public, max-age=3600');
  expect(await kept(now - hour)).toBe('no-cache');
  expect(await kept()).toBe('no-cache');
  expect((await city.get(addressOf({ to: '2020-01-01T00:00:00Z' }))).headers['cache-control']).toBe('no-store');
});

test('late data change the ETag', async () => {
  const address = addressOf({ datastream: 'market.pm2_5' });
  const tag = String((await city.get(address)).headers['etag']);
  expect((await city.get(address, { 'if-none-match': tag })).status).toBe(304);
  const late = reading('market.pm2_5', now - 30_000, 1);
  await city.series.write([late]);
  const after = await city.get(address, { 'if-none-match': tag });
  expect(after.status).toBe(200);
  expect(after.headers['etag']).not.toBe(tag);
});
