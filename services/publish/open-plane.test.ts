import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { now, OpenCity, quantities, reading } from './fixtures/open-city.ts';

interface Listed {
  readonly licence: string;
  readonly simulated: boolean;
  readonly sites: readonly { id: string }[];
  readonly datastreams: readonly { id: string; latest: { value: number; phenomenonTime: string } | null }[];
  readonly observations: readonly { datastream: string }[];
}

let city: OpenCity;
beforeAll(async () => {
  city = await OpenCity.open();
  const sites = ['market', 'school', 'home'];
  await city.series.write(sites.flatMap((site) => [2, 1].map((ago) => reading(`${site}.pm2_5`, now - ago * 60_000, 10 - ago))));
});
afterAll(() => city.dispose());

test('sites: those that are open, with what anyone may know of them, and the licence', async () => {
  const usual = {
    ...{ organisation: 'La Ville', longitude: 2, height: 3, exposure: 'outdoor' },
    ...{ status: { state: 'waiting', since: null, expectedEvery: 600 }, warnings: [] },
  };
  expect(await city.json('/api/v1/sites')).toEqual({
    licence: 'etalab-2.0',
    simulated: true,
    sites: [
      { id: 'market', label: 'À market', latitude: 48, ...usual },
      { id: 'school', label: 'À school', latitude: 49, ...usual },
    ],
  });
});

test('datastreams: one for each quantity at each open site, in words, with the latest value', async () => {
  const { datastreams } = await city.json<Listed>('/api/v1/datastreams');
  expect(datastreams.map(({ id }) => id)).toEqual(['market', 'school'].flatMap((site) => quantities.map((name) => `${site}.${name}`)));
  expect(datastreams[1]).toEqual({
    id: 'market.pm2_5',
    site: 'market',
    quantity: 'pm2_5',
    unit: 'ug/m3',
    displayUnit: expect.any(String),
    label: { fr: expect.any(String), en: expect.any(String) },
    definition: expect.stringMatching(/^https?:/),
    interval: 600,
    latest: {
      phenomenonTime: new Date(now - 60_000).toISOString(),
      receivedTime: new Date(now - 59_750).toISOString(),
      value: 9,
      flags: [],
      evidence: 'own_mic',
      codec: 'example/air@1.0.0',
      message: 'm.0.1',
      gateways: null,
    },
  });
  expect(datastreams[0]?.latest).toBeNull();
});

test('truth 10: of a person’s place nothing is said, not even that it exists', async () => {
  for (const address of ['sites', 'datastreams', 'observations', 'observations?format=csv', 'ledger']) {
    expect((await city.get(`/api/v1/${address}`)).text).not.toContain('home');
  }
  for (const filter of ['site=home', 'datastream=home.pm2_5']) {
    const [theirs, none] = [filter, filter.replace('home', 'none')].map((query) => city.get(`/api/v1/observations?${query}`));
    expect((await theirs)?.text).toBe((await none)?.text);
    expect((await theirs)?.status).toBe(400);
  }
});

test('truth 10: the subject decides: a person’s place that calls itself open is not', async () => {
  const site = { entity: 'site', id: 'flat', organisation: 'ville', label: 'Flat', latitude: 48, longitude: 2, height: 3 } as const;
  await city.register({ ...site, exposure: 'indoor', subject: 'person', plane: 'open' });
  expect((await city.get('/api/v1/sites')).text).not.toContain('flat');
});

test('what the register learns is published at once, and a place that is closed is gone with its past', async () => {
  const school = { entity: 'site', id: 'school', organisation: 'ville', label: 'School', latitude: 49, longitude: 2, height: 3 } as const;
  await city.register({ ...school, exposure: 'outdoor', subject: 'business', plane: 'personal' });
  expect((await city.json<Listed>('/api/v1/sites')).sites.map(({ id }) => id)).toEqual(['market']);
  const { observations } = await city.json<Listed>('/api/v1/observations');
  expect(observations.map(({ datastream }) => datastream)).toEqual(['market.pm2_5', 'market.pm2_5']);
  await city.register({ ...school, exposure: 'outdoor', subject: 'business', plane: 'open' });
  expect((await city.json<Listed>('/api/v1/observations')).observations).toHaveLength(4);
});

test.each(['sites', 'datastreams', 'ledger'])('%s: a parameter that is none is named', async (address) => {
  expect(await city.get(`/api/v1/${address}?page=2`)).toMatchObject({ status: 400, text: expect.stringContaining('no parameter page') });
});
