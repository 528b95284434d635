import type { Reading } from '../../packages/model/reading.ts';
import { openSeries } from '../../packages/series/open.ts';
import type { CityDevice } from '../../packages/testkit/simulated-city.ts';

const quantities = [
  ...['pm1', 'pm2_5', 'pm4', 'pm10', 'pn0_5', 'pn1', 'pn2_5', 'pn4', 'pn10', 'typical_particle_size'],
  ...['air_temperature', 'relative_humidity', 'air_pressure', 'battery_voltage'],
];
const perWrite = 5_000;

/** One reading of each quantity of each device, at `time` (ms). */
export function oneOfEach(devices: readonly CityDevice[], time: number): Reading[] {
  return devices.flatMap((device) => quantities.map((quantity) => reading(device, quantity, time)));
}

/** Every ten minutes for a year, the last one at `end` (ms). */
export function yearOf(device: CityDevice, quantity: string, end: number): Reading[] {
  return Array.from({ length: 365 * 144 }, (_, n) => reading(device, quantity, end - 600_000 * n));
}

/** Into the series of a Vigie that does not run. */
export async function store(folder: string, readings: readonly Reading[]): Promise<void> {
  const series = await openSeries({ engine: 'sqlite', folder });
  for (let from = 0; from < readings.length; from += perWrite) await series.write(readings.slice(from, from + perWrite));
  await series.close();
}

function reading({ site }: CityDevice, quantity: string, time: number): Reading {
  return {
    datastream: `${site.id}.${quantity}`,
    phenomenonTime: time,
    codecVersion: 'decentlab/dl-pm@1.0.0',
    value: 10 + Math.sin(time / 1e7),
    quantity,
    site: site.id,
    device: '0123456789abcdef',
    evidence: 'own_mic',
    frame: '0123456789abcdef01234567',
    message: '0123456789abcdef.0.1234567',
    receivedTime: time + 500,
    flags: [],
  };
}
