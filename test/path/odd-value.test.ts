import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quantities } from '../../packages/model/quantities.ts';
import type { Reading } from '../../packages/model/reading.ts';
import { floatDevice, floats } from './float-device.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const [least, most] = quantities.air_temperature.range;

/** Stored readings of one quantity, by time. */
async function stored(city: TestCity, quantity: string): Promise<Reading[]> {
  return (await city.stored()).filter((reading) => reading.quantity === quantity);
}

test('truth 8: any number at all is stored bit for bit, flagged where it is out of range; the other values of its message pass', async () => {
  await using city = await runningCity([sensor]);
  const edges = [least, most, least - 1e-13, most + 1e-13, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 0.1 + 0.2, 2 ** 53 + 2, 1e21];
  // Minus zero becomes zero in JSON, which no sensor means.
  const drawn = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 300, seed: 8 }).map((value) => value + 0);
  const values = [...edges, ...drawn];
  await send(city, ...values.map((value, fCnt) => heard(sensor.frame(fCnt, floats(12, value, 55)), noon + fCnt)));

  const odd = await stored(city, 'air_temperature');
  expect(odd.map(({ value }) => value)).toEqual(values);
  expect(odd.map(({ flags }) => flags)).toEqual(values.map((value) => (value < least || value > most ? ['out_of_range'] : [])));
  expect(odd.filter(({ flags }) => flags.length > 0).length).toBeGreaterThan(100);
  for (const [quantity, value] of [
    ['pm2_5', 12],
    ['relative_humidity', 55],
  ] as const) {
    const others = await stored(city, quantity);
    expect(others).toHaveLength(values.length);
    expect(others.every((reading) => reading.value === value && reading.flags.length === 0)).toBe(true);
  }
});

test('truth 8: what is no finite number is stored without a value, flagged, its text beside it; the other values of its message pass', async () => {
  const codec = {
    id: 'test/odd@1.0.0',
    script: `var odd = [NaN, Infinity, -Infinity, 'warm', true, { deep: 1 }, [1]];
      function decodeUplink(input) { return { data: { pm2_5: 12, air_temperature: odd[input.bytes[0]] } }; }`,
  };
  await using city = await runningCity([sensor], { devices: [{ ...floatDevice, codec }] });
  const texts = ['NaN', 'Infinity', '-Infinity', 'warm', 'true', '{…}', '[…]'];
  await send(city, ...texts.map((_, n) => heard(sensor.frame(n, Uint8Array.of(n)), noon + n)));
  expect(await endingWords(city)).toEqual(texts.map(() => 'forwarded'));
  expect((await stored(city, 'air_temperature')).map(({ value, raw, flags }) => ({ value, raw, flags }))).toEqual(
    texts.map((raw) => ({ value: null, raw, flags: ['not_a_number'] })),
  );
  expect((await stored(city, 'pm2_5')).map(({ value, flags }) => ({ value, flags }))).toEqual(texts.map(() => ({ value: 12, flags: [] })));
});
