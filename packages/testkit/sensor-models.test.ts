import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Catalogue, loadCatalogue } from '../codec/catalogue.ts';
import type { Box } from '../codec/contract.ts';
import type { DeclaredDevice } from '../codec/declared-device.ts';
import { type NormalisedValue, normalise } from '../codec/normalise.ts';
import { openBox } from '../codec/open-box.ts';
import { cityWeather } from './city-weather.ts';
import { seededRandom } from './seeded-random.ts';
import type { SensorModel } from './sensor-model.ts';
import { sensorModel, sensorModels } from './sensor-models.ts';

const models = [...sensorModels.values()].map((one) => [one.model, one] as const);
const air = cityWeather(seededRandom('models'));
const year = 365.25 * 86_400_000;

let catalogue: Catalogue;
let box: Box;
beforeAll(async () => {
  catalogue = await loadCatalogue(new URL('../../firmware-decoders', import.meta.url).pathname);
  box = openBox();
});
afterAll(() => box.close());

function declared({ model }: SensorModel): DeclaredDevice {
  const device = catalogue.device(model);
  if (!device) throw new Error(`firmware-decoders holds no ${model}`);
  return device;
}

/** What the catalogue's own codec in the box, and its declaration, make of a frame. */
async function decoded(sensor: SensorModel, bytes: Uint8Array, time: number): Promise<readonly NormalisedValue[]> {
  const device = declared(sensor);
  const output = await box.run(device.codec, { bytes, fPort: sensor.fPort, recvTime: time });
  if (output.outcome !== 'decoded') throw new Error(`${sensor.model}: ${output.outcome}, ${output.detail}`);
  const { values, unknown } = normalise(output.data, device, { time, receivedTime: time });
  expect(unknown).toEqual([]);
  return values;
}

const byQuantity = (values: readonly NormalisedValue[]) => Object.fromEntries(values.map(({ quantity, value }) => [quantity, value]));
const measuredAt = (sensor: SensorModel, time: number, hasWeakBattery = false) =>
  sensor.measure({ air: air(time), exposure: 0.7 + (time % 10) / 11, hasWeakBattery }, seededRandom(`at ${time}`), time);

test.each(models)('%s: what is simulated is declared, on a port that its codec reads', (_model, sensor) => {
  const { fPorts } = declared(sensor);
  expect(fPorts ?? [sensor.fPort]).toContain(sensor.fPort);
  expect(sensorModel(sensor.model)).toBe(sensor);
});

/** What a sensor may well measure, in thousandths (doubles are drawn close to 0 for the most part), and what no word of a frame can hold. */
const anyValue = fc.oneof(
  fc.integer({ min: -60_000, max: 100_000 }).map((thousandths) => thousandths / 1000),
  fc.double({ min: -4_000, max: 70_000, noNaN: true }),
);

test.each(models)('%s: whatever it measures, a right decode gives what its encoder says, bit for bit', async (_model, sensor) => {
  const quantities = [...declared(sensor).datastreams.map(({ quantity }) => quantity), 'motion'];
  const anything = fc.record(Object.fromEntries(quantities.map((quantity) => [quantity, anyValue])));
  await fc.assert(
    fc.asyncProperty(anything, fc.nat(0xffff), async (measured, deviceId) => {
      const { plaintext, values } = sensor.encode(measured, deviceId);
      expect(byQuantity(await decoded(sensor, plaintext, 1_800_000_000_000))).toEqual(values);
    }),
    { numRuns: 150, examples: [[Object.fromEntries(quantities.map((quantity) => [quantity, -0.001])), 1]] },
  );
});

test.each(models)('%s: through a year, what it measures is plausible, and the precision of its frame keeps it', async (_model, sensor) => {
  for (let time = Date.UTC(2026, 0, 1), end = time + year; time < end; time += 3 * 86_400_000 + 4_111_111) {
    const measured = measuredAt(sensor, time);
    const values = await decoded(sensor, sensor.encode(measured, 1).plaintext, time);
    expect(values.length).toBeGreaterThanOrEqual(3);
    expect(values.flatMap(({ flags }) => flags)).toEqual([]);
    for (const { quantity, value } of values) expect(Math.abs((value ?? 0) - (measured[quantity] ?? 0))).toBeLessThanOrEqual(0.51);
  }
});

test.each(models)('%s: a weak battery is below what its maker calls low, a good one is not', (_model, sensor) => {
  const { lowBattery } = declared(sensor);
  for (let time = Date.UTC(2026, 0, 1), n = 0; n < 100; n += 1, time += 3_333_333_333) {
    const [good = 0, weak = 0] = [false, true].map((isWeak) => measuredAt(sensor, time, isWeak)['battery_voltage']);
    expect(good).toBeGreaterThan(lowBattery ?? weak);
    expect(weak).toBeLessThan(lowBattery ?? good);
  }
});

test('schools are full on a Tuesday morning, empty at night and nearly so on a Sunday; it is bright at noon', () => {
  const [tuesday, night, sunday] = [Date.UTC(2026, 5, 9, 9), Date.UTC(2026, 5, 9, 1), Date.UTC(2026, 5, 7, 9)].map(air);
  expect([tuesday?.presence, night?.presence, sunday?.presence].map((share) => Math.round(10 * (share ?? -1)))).toEqual([10, 0, 1]);
  expect(night?.daylight).toBe(0);
  expect(air(Date.UTC(2026, 5, 21, 12)).daylight).toBeGreaterThan(2 * air(Date.UTC(2026, 11, 21, 12)).daylight);
});

test('a model that nobody simulates is refused by its name, and those that are are named', () => {
  expect(() => sensorModel('acme/th-1')).toThrow(
    'No device of model "acme/th-1" can be simulated; these can: decentlab/dl-pm, elsys/ers-co2',
  );
});
