import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Reading } from '../../packages/model/reading.ts';
import { now, OpenCity, reading } from './fixtures/open-city.ts';

/** Of one datastream at 10 minutes; more than is sent in one piece. */
const count = 20_000;
const every = 600_000;
const start = now - count * every;

/** Whole hundredths, so that their sum does not depend on the order in which they are added. */
const hundredthsOf = (n: number) => (n * 7_919) % 4_001;
const given = (n: number) => (n % 100 === 0 ? null : hundredthsOf(n) / 100);

const stored: readonly Reading[] = Array.from({ length: count }, (_, n) =>
  reading('market.pm2_5', start + n * every, given(n), { flags: n % 100 === 0 ? ['not_a_number'] : [] }),
);

let city: OpenCity;
beforeAll(async () => {
  city = await OpenCity.open();
  for (let n = 0; n < count; n += 5_000) await city.series.write(stored.slice(n, n + 5_000));
});
afterAll(() => city.dispose());

const all = `/api/v1/observations?datastream=market.pm2_5&from=${new Date(start).toISOString()}&to=${new Date(now).toISOString()}`;

test('many months are one answer of CSV, row for row, streamed', async () => {
  const { status, headers, text } = await city.get(`${all}&format=csv&limit=100000`);
  expect({ status, length: headers['content-length'], tag: headers['etag'] }).toEqual({ status: 200, length: undefined, tag: undefined });
  expect(headers['link']).not.toContain('next');
  const rows = parse<Record<string, string>>(text, { columns: true });
  const expected = stored.map(({ phenomenonTime, value }) => `${new Date(phenomenonTime).toISOString()} ${value ?? ''}`);
  // As texts: an equality of so many objects takes seconds.
  expect(rows.map(({ phenomenonTime, value }) => `${phenomenonTime} ${value}`).join('\n')).toBe(expected.join('\n'));
});

test('DuckDB reads the CSV with the right types, and the same count and sum', async () => {
  const { text } = await city.get(`${all}&format=csv&limit=100000`);
  const file = join(city.folder, 'all.csv');
  await writeFile(file, text);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const asked = async (sql: string) =>
      (await connection.runAndReadAll(sql.replaceAll('FILE', `read_csv('${file}')`))).getRowObjectsJson();
    const types = await asked('DESCRIBE SELECT * FROM FILE');
    expect(Object.fromEntries(types.map(({ column_name, column_type }) => [column_name, column_type]))).toEqual({
      ...{ datastream: 'VARCHAR', site: 'VARCHAR', quantity: 'VARCHAR', unit: 'VARCHAR', evidence: 'VARCHAR', codec: 'VARCHAR' },
      ...{ phenomenonTime: 'TIMESTAMP WITH TIME ZONE', receivedTime: 'TIMESTAMP WITH TIME ZONE', value: 'DOUBLE', flags: 'VARCHAR' },
      simulated: 'BOOLEAN',
    });
    const [sums] = await asked(`
      SELECT count(*) AS rows, count(value) AS values, sum(CAST(round(value * 100) AS BIGINT)) AS hundredths, count(flags) AS flagged,
        epoch_ms(min(phenomenonTime)) AS first, epoch_ms(max(receivedTime)) AS last FROM FILE`);
    const hundredths = Array.from({ length: count }, (_, n) => (n % 100 === 0 ? 0 : hundredthsOf(n))).reduce((sum, one) => sum + one, 0);
    expect(Object.fromEntries(Object.entries(sums ?? {}).map(([name, value]) => [name, Number(value)]))).toEqual({
      ...{ rows: count, values: count - count / 100, hundredths, flagged: count / 100 },
      ...{ first: start, last: now - every + 250 },
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});

test('JSON and GeoJSON of many rows are whole documents', async () => {
  const json = JSON.parse((await city.get(`${all}&limit=12000`)).text);
  expect(json).toMatchObject({ licence: 'etalab-2.0', simulated: true, next: expect.stringContaining('after=') });
  expect(json.observations).toHaveLength(12_000);
  const collection = JSON.parse((await city.get(`${all}&limit=12000&format=geojson`)).text);
  const properties = collection.features.map((feature: { properties: unknown }) => feature.properties);
  expect(JSON.stringify(properties)).toBe(JSON.stringify(json.observations));
});

test('large pages are walked as small ones are: each observation once', async () => {
  let rows = 0;
  let address: string | undefined = `${all}&format=csv&limit=12000`;
  while (address !== undefined) {
    const { text, headers } = await city.get(address);
    rows += text.trim().split('\r\n').length - 1;
    address = /<([^>]+)>; rel="next"/.exec(String(headers['link']))?.[1];
  }
  expect(rows).toBe(count);
});

test('HEAD of a large page says what GET says of it', async () => {
  const [head, get] = [await city.app.inject({ method: 'HEAD', url: `${all}&limit=12000` }), await city.get(`${all}&limit=12000`)];
  expect({ status: head.statusCode, body: head.body, link: head.headers['link'] }).toEqual({
    status: 200,
    body: '',
    link: get.headers['link'],
  });
});
