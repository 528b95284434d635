import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DeclaredDevice } from '../codec/declared-device.ts';
import { normalise } from '../codec/normalise.ts';
import { readDevice } from '../codec/read-device.ts';
import { quantities } from '../model/quantities.ts';
import { dlPmFPort, encodeDlPm } from './dl-pm-frame.ts';

const folder = new URL('../../firmware-decoders', import.meta.url).pathname;
const at = { time: Date.UTC(2026, 2, 1), receivedTime: Date.UTC(2026, 2, 1) };

const all = {
  ...{ battery_voltage: 3.1, pm1: 4.2, pm2_5: 6.6, pm4: 7.1, pm10: 9.9, typical_particle_size: 530 },
  ...{ pn0_5: 31, pn1: 35, pn2_5: 36, pn4: 36.1, pn10: 36.1, air_temperature: -3.4, relative_humidity: 81.7, air_pressure: 1009.6 },
};

let device: DeclaredDevice;
let decodeUplink: (input: { bytes: number[]; fPort: number }) => { data?: unknown; errors?: string[] };
beforeAll(async () => {
  device = await readDevice(folder, 'decentlab/dl-pm', quantities);
  decodeUplink = runInNewContext(`${device.codec.script}; decodeUplink`);
});

/** What the catalogue's own codec and declaration make of a frame, by quantity. */
function decoded(plaintext: Uint8Array): Record<string, number | null> {
  const { data, errors } = decodeUplink({ bytes: [...plaintext], fPort: dlPmFPort });
  expect(errors).toBeUndefined();
  const { values } = normalise(data, device, at);
  return Object.fromEntries(values.map(({ quantity, value }) => [quantity, value]));
}

test("the maker's own example frame, word by word", () => {
  // Decentlab, DL-PM payload: 021b50000f0c25 0025 0027 0027 0027 01f5 0107 012c 012d 012d 012d 67bd 618d bd10.
  const values = {
    ...{ battery_voltage: 3.109, pm1: 3.7, pm2_5: 3.9, pm4: 3.9, pm10: 3.9, typical_particle_size: 501 },
    ...{ pn0_5: 26.3, pn1: 30, pn2_5: 30.1, pn4: 30.1, pn10: 30.1 },
    ...{ air_temperature: 24.3566, relative_humidity: 41.6322, air_pressure: 968 },
  };
  const { plaintext } = encodeDlPm(6992, values);
  expect(Buffer.from(plaintext).toString('hex')).toBe('021b50000f0c25002500270027002701f50107012c012d012d012d67bd618dbd10');
});

test('what the encoder says a right decode gives is what the codec and its declaration give, bit for bit', () => {
  const anything = fc.double({ min: -200, max: 70_000, noNaN: true });
  const measured = fc.record(Object.fromEntries(Object.keys(all).map((quantity) => [quantity, anything])));
  fc.assert(
    fc.property(measured, fc.nat(0xffff), (given, deviceId) => {
      const { plaintext, values } = encodeDlPm(deviceId, given);
      expect(decoded(plaintext)).toEqual(values);
    }),
    { numRuns: 200 },
  );
});

test('every word there and back: what the codec reads from a word, the encoder writes as that word', () => {
  for (let word = 0; word <= 0xffff; word += 7) {
    const frame = Buffer.alloc(33);
    frame.set([2, 0, 1, 0, 15]);
    for (let at = 5; at < 33; at += 2) frame.writeUInt16BE(word, at);
    const read = decoded(frame) as Record<string, number>;
    const { plaintext, values } = encodeDlPm(1, read);
    expect([Buffer.compare(plaintext, frame), values]).toEqual([0, read]);
  }
});

test('a group with a missing value is left out, the others are read as before', () => {
  const { pm1: _, ...withoutPm1 } = all;
  const { plaintext, values } = encodeDlPm(1, withoutPm1);
  expect(Object.keys(values).toSorted()).toEqual(['air_pressure', 'air_temperature', 'battery_voltage', 'relative_humidity']);
  expect(decoded(plaintext)).toEqual(values);
});

test('values keep the precision of the frame', () => {
  const { values } = encodeDlPm(1, all);
  for (const [quantity, value] of Object.entries(all)) expect(Math.abs((values[quantity] ?? 0) - value)).toBeLessThanOrEqual(0.05);
});
