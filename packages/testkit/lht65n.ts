import { encodeLht65n } from './lht65n-frame.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SensorModel, Surroundings } from './sensor-model.ts';

/** Dragino LHT65N: temperature, humidity, battery; outdoors, in the shade of a tree or a wall. */
export const lht65n: SensorModel = { model: 'dragino/lht65n', fPort: 2, place: 'outdoor', measure, encode: encodeLht65n };

function measure({ air, exposure, hasWeakBattery }: Surroundings, random: SeededRandom): Record<string, number> {
  return {
    battery_voltage: (hasWeakBattery ? 2.52 : 3.02) + random.normal(0, 0.003),
    // A crossroads is warmer than a park, and the more so under the sun.
    air_temperature: air.temperature + (exposure - 1) * (0.8 + 1.2 * air.daylight) + random.normal(0, 0.1),
    relative_humidity: Math.min(99.9, air.humidity - 4 * (exposure - 1) + random.normal(0, 0.6)),
  };
}
