import type { CityAir } from './city-weather.ts';
import { dlPmFPort, encodeDlPm } from './dl-pm-frame.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SensorModel, Surroundings } from './sensor-model.ts';

/** Of 50 reports one comes without the dust sensor, which is warming up. */
const dustMissing = 0.02;
const yearMs = 365.25 * 86_400_000;

/** Decentlab DL-PM: particles, weather, battery; outdoors. */
export const dlPm: SensorModel = {
  model: 'decentlab/dl-pm',
  fPort: dlPmFPort,
  place: 'outdoor',
  measure,
  encode: (measured, deviceId) => encodeDlPm(deviceId, measured),
};

function measure({ air, exposure, hasWeakBattery }: Surroundings, random: SeededRandom, time: number): Record<string, number> {
  const battery = hasWeakBattery ? 2.2 : 3.08 - 0.25 * ((time / yearMs) % 1);
  return {
    battery_voltage: battery + random.normal(0, 0.004),
    ...(random.chance(dustMissing) ? {} : dust(air, exposure, random)),
    air_temperature: air.temperature + 0.8 * (exposure - 1) + random.normal(0, 0.15),
    relative_humidity: air.humidity + random.normal(0, 0.8),
    air_pressure: air.pressure + random.normal(0, 0.06),
  };
}

/** Shares between the sizes are those of an urban background; the numbers follow from the masses, as in the real sensor. */
function dust({ background, traffic }: CityAir, exposure: number, random: SeededRandom): Record<string, number> {
  const pm2_5 = Math.max(0.3, (background + 7 * traffic * exposure) * (1 + random.normal(0, 0.06)));
  const coarse = pm2_5 * Math.max(0.1, 0.45 * exposure + random.normal(0, 0.05));
  const number = 6.8 * pm2_5;
  return {
    pm1: 0.82 * pm2_5,
    pm2_5,
    pm4: pm2_5 + 0.4 * coarse,
    pm10: pm2_5 + coarse,
    typical_particle_size: 480 + 90 * exposure + random.normal(0, 25),
    pn0_5: 0.86 * number,
    pn1: 0.98 * number,
    pn2_5: number,
    pn4: 1.003 * number,
    pn10: 1.004 * number,
  };
}
