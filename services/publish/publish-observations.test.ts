import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Reading, ReadingKey } from '../../packages/model/reading.ts';
import { now, OpenCity, quantities, reading } from './fixtures/open-city.ts';
import type { Observation } from './observation.ts';

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

test('the header Link carries the same next page as the body; the last page has none', async () => {
  const { headers, text } = await city.get(addressOf({ limit: 10 }));
  expect(headers['link']).toBe(`<${(JSON.parse(text) as Page).next}>; rel="next"`);
  expect((await city.get(addressOf({ limit: 10_000 }))).headers).not.toHaveProperty('link');
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
    ['limit=10001', /^limit: /],
    ['limit=1.5', /^limit: /],
    ['limit=', /^limit: /],
    ['limit=many', /^limit: wants a number$/],
    ['limit=1&limit=2', /^limit: wants a number$/],
    ['format=xml', /^format: wants one of "json"\|"csv"$/],
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
