import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reasonNames } from '../../../packages/model/reasons.ts';
import { LiveCity } from './fixtures/live-city.ts';

let city: LiveCity;
beforeAll(async () => {
  city = await LiveCity.open({ simulated: false });
});
afterAll(() => city[Symbol.asyncDispose]());

test('the city: its name, licence, time zone and where gateways may publish; no password', async () => {
  expect((await city.get('city')).json).toEqual({
    licence: 'etalab-2.0',
    simulated: false,
    name: 'Ville',
    timeZone: 'Europe/Paris',
    licenceName: 'Licence Ouverte 2.0',
    licenceUrl: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
    version: '1.0.0',
    address: { mqtt: { host: 'h', port: 1883, username: 'u' } },
  });
});

test('every reason, with what it means and what to do, as it is set in print', async () => {
  const { reasons } = (await city.get('reasons')).json as { reasons: { name: string; meaning: { fr: string }; action: { en: string } }[] };
  expect(reasons.map(({ name }) => name)).toEqual([...reasonNames]);
  const text = JSON.stringify(reasons);
  expect(text).not.toMatch(/ [;!?»]|'/);
  expect(text).toContain('\u202f;');
});
