import { expect, test } from '@jest/globals';
import { belongsToNetId } from '../lorawan/net-id.ts';
import { applyTo } from '../register/change.ts';
import { importCsv } from '../register/import-csv.ts';
import { masterKeyFrom } from '../register/master-key.ts';
import { RegisterView } from '../register/register-view.ts';
import { simulatedCity } from './simulated-city.ts';

const models = ['decentlab/dl-pm', 'elsys/ers-co2', 'dragino/lht65n'];
const valuesOf = (csv: string, column: number) =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[column] ?? '');

test('the same seed gives the same register, another seed another', () => {
  const csv = simulatedCity({ seed: 7, devices: 100 }).csv();
  expect(simulatedCity({ seed: 7, devices: 100 }).csv()).toEqual(csv);
  expect(simulatedCity({ seed: 8, devices: 100 }).csv().sessions).not.toBe(csv.sessions);
});

test('a larger city of the same seed keeps the devices of the smaller one, with their keys', () => {
  const small = simulatedCity({ seed: 7, devices: 10 }).csv().sessions;
  expect(simulatedCity({ seed: 7, devices: 200 }).csv().sessions.startsWith(small)).toBe(true);
});

test('every device has its own EUI, keys and site; every DevAddr is of NetID 000000; a few are shared', () => {
  const { sessions, sites } = simulatedCity({ seed: 'wide', devices: 5_000 }).csv();
  const distinct = (column: number) => new Set(valuesOf(sessions, column)).size;
  expect([distinct(0), distinct(3), distinct(4)]).toEqual([5_000, 5_000, 5_000]);
  expect(distinct(2)).toBe(5_000 - Math.floor(5_000 / 64));
  expect(valuesOf(sessions, 2).every((devAddr) => belongsToNetId(devAddr, '000000'))).toBe(true);
  expect(new Set(valuesOf(sites, 0)).size).toBe(5_000);
});

test('the keys of the CSV are those with which the devices sign', () => {
  const city = simulatedCity({ seed: 1, devices: 3 });
  const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');
  expect(valuesOf(city.csv().sessions, 3)).toEqual(city.devices.map(({ nwkSKey }) => hex(nwkSKey)));
  expect(valuesOf(city.csv().sessions, 4)).toEqual(city.devices.map(({ appSKey }) => hex(appSKey)));
});

test('a number of devices that makes no city is refused', () => {
  for (const devices of [0, -1, 1.5, 65_537, Number.NaN]) expect(() => simulatedCity({ seed: 1, devices })).toThrow(/1 to 65536 devices/);
});

test('the register takes the whole city, and again without a change', () => {
  const register = new RegisterView();
  const keys = masterKeyFrom(new Uint8Array(32).fill(7));
  const enter = () =>
    Object.values(simulatedCity({ seed: 'Orve', devices: 600, models, intervals: [10, 30] }).csv()).map((csv) => {
      const { accepted, changes, problems } = importCsv(csv, register, keys);
      for (const change of changes) applyTo(register, change);
      return { accepted, problems };
    });
  const accepted = (counts: number[]) => counts.map((count) => ({ accepted: count, problems: [] }));
  expect(enter()).toEqual(accepted([1, 600, 600, 600, 600]));
  expect(enter()).toEqual(accepted([0, 0, 0, 0, 0]));
});

test('models come one after the other, rooms are indoors, and the register has the interval of each', () => {
  const city = simulatedCity({ seed: 1, devices: 300, models, intervals: [10, 30], ailments: { 4: 'falls_silent' } });
  const { devices, sites } = city.csv();
  expect(valuesOf(devices, 1).slice(0, 4)).toEqual([...models, models[0]]);
  expect(valuesOf(devices, 4)).toEqual(city.devices.map(({ interval }) => String(interval)));
  expect([...new Set(valuesOf(devices, 4).map(Number))].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, i) => 10 + i));
  expect(valuesOf(sites, 6).slice(0, 3)).toEqual(['outdoor', 'indoor', 'outdoor']);
  expect(valuesOf(sites, 0).filter((id) => /^(ecole|college|gymnase|creche|salle|foyer|mediatheque)-/.test(id))).toHaveLength(100);
  expect(city.devices[4]).toMatchObject({ interval: 10, ailment: 'falls_silent' });
  expect(valuesOf(simulatedCity({ seed: 1, devices: 3 }).csv().devices, 4)).toEqual(['', '', '']);
});

test('a model that nobody simulates makes no city', () => {
  expect(() => simulatedCity({ seed: 1, devices: 1, models: ['acme/th-1'] })).toThrow('"acme/th-1" can be simulated');
  expect(() => simulatedCity({ seed: 1, devices: 1, models: [] })).toThrow('"models" is empty');
});
