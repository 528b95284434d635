import { describe, expect, test } from '@jest/globals';
import type { Datastream, LiveObservation, Site } from '../data/shapes.ts';
import { merged } from './merge-observations.ts';
import { isBeside, isCurrent, shownSites } from './shown-site.ts';
import { inOrder, pressed } from './site-order.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const iso = (ago: number) => new Date(noon - ago).toISOString();

function site(id: string, heard: number | null): Site {
  const status = { state: 'reporting', since: heard === null ? null : iso(heard), expectedEvery: 60 } as const;
  return { id, label: id, organisation: 'A town', latitude: 46, longitude: 1, height: 3, exposure: 'outdoor', status, warnings: [] };
}

function measuring(place: string, value: number | null, ago: number): Datastream {
  const latest = { phenomenonTime: iso(ago), value, flags: [], evidence: 'own_mic', codec: 'a/b@1.0.0' };
  const words = { displayUnit: '°C', label: { fr: '', en: '' }, definition: '' };
  return { id: `${place}.air_temperature`, site: place, quantity: 'air_temperature', unit: 'Cel', ...words, interval: 60, latest };
}

const sites = [site('a', 10_000), site('aside', 10_000), site('b', 3_600_000), site('c', 10_000), site('d', null)];
const datastreams = new Map(
  [measuring('a', 5, 10_000), measuring('b', 9, 3_600_000), measuring('c', 7, 20_000)].map((one) => [one.id, one]),
);
const shown = shownSites({ sites, datastreams, heard: new Map(), quantity: 'air_temperature' }, noon);
const ids = (all: readonly { site: Site }[]) => all.map((one) => one.site.id).join('');

test('every site is shown, those that do not measure the quantity after the others, those never heard among them', () => {
  expect(ids(shown)).toBe('abcdaside');
  expect(shown.map(isBeside)).toEqual([false, false, false, false, true]);
  expect(shown[3]).toMatchObject({ datastream: undefined, value: null, standing: { state: 'waiting' } });
});

test('the value of a silent site is kept, and is none of now', () => {
  expect(shown.map(({ value }) => value)).toEqual([5, 9, 7, null, null]);
  expect(shown.map(isCurrent)).toEqual([true, false, true, false, false]);
});

describe('the list', () => {
  test('is turned round by a second press, and begins with the highest value', () => {
    const byName = { column: 'site', isDescending: false } as const;
    expect(ids(inOrder(shown, pressed(byName, 'site')))).toBe('asidedcba');
    expect(ids(inOrder(shown, pressed(byName, 'value')))).toBe('bcadaside');
    expect(ids(inOrder(shown, { column: 'value', isDescending: false }))).toBe('acbdaside');
    expect(ids(inOrder(shown, pressed(byName, 'age')))).toBe('acbdaside');
    expect(ids(inOrder(shown, { column: 'age', isDescending: true }))).toBe('bcadaside');
  });
});

describe('what is observed', () => {
  const told = (ago: number, value: number): LiveObservation => ({
    ...{ datastream: 'a.air_temperature', site: 'a', quantity: 'air_temperature', unit: 'Cel', message: 'm', gateways: 2 },
    ...{ phenomenonTime: iso(ago), receivedTime: iso(ago), value, flags: [], evidence: 'own_mic', codec: 'a/b@1.0.0' },
  });

  test('becomes the latest value, in whatever order it comes', () => {
    const after = merged(datastreams, [told(0, 6), told(5_000, 4)]);
    expect(after.get('a.air_temperature')?.latest).toMatchObject({ value: 6, gateways: 2, message: 'm' });
    expect(datastreams.get('a.air_temperature')?.latest?.value).toBe(5);
  });

  test('late, it changes nothing; of an unknown datastream, neither', () => {
    const after = merged(datastreams, [told(60_000, 1), { ...told(0, 1), datastream: 'z.air_temperature' }]);
    expect([...after]).toEqual([...datastreams]);
  });
});
