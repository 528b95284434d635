import { expect, test } from '@jest/globals';
import { belongsToNetId } from '../lorawan/net-id.ts';
import { applyTo } from '../register/change.ts';
import { importCsv } from '../register/import-csv.ts';
import { masterKeyFrom } from '../register/master-key.ts';
import { RegisterView } from '../register/register-view.ts';
import { simulatedCity } from './simulated-city.ts';

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
    Object.values(simulatedCity({ seed: 'Orve', devices: 600 }).csv()).map((csv) => {
      const { accepted, changes, problems } = importCsv(csv, register, keys);
      for (const change of changes) applyTo(register, change);
      return { accepted, problems };
    });
  const accepted = (counts: number[]) => counts.map((count) => ({ accepted: count, problems: [] }));
  expect(enter()).toEqual(accepted([1, 600, 600, 600, 600]));
  expect(enter()).toEqual(accepted([0, 0, 0, 0, 0]));
});
