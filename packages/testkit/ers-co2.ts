import { encodeErsCo2 } from './ers-co2-frame.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SensorModel, Surroundings } from './sensor-model.ts';

/** Elsys ERS CO2: the air of a room, its light, battery; in schools and public buildings. */
export const ersCo2: SensorModel = { model: 'elsys/ers-co2', fPort: 5, place: 'indoor', measure, encode: encodeErsCo2 };

function measure({ air, exposure, hasWeakBattery }: Surroundings, random: SeededRandom): Record<string, number> {
  const { presence, daylight, temperature, humidity } = air;
  return {
    battery_voltage: (hasWeakBattery ? 2.9 : 3.58) + random.normal(0, 0.004),
    co2: 425 + 620 * presence * exposure + random.normal(0, 12),
    air_temperature: 19.4 + 1.8 * presence + 0.12 * (temperature - 12) + random.normal(0, 0.1),
    relative_humidity: Math.max(18, 44 + 0.12 * (humidity - 70) + 6 * presence + random.normal(0, 0.7)),
    illuminance: Math.max(0, 320 * presence + 260 * daylight + random.normal(0, 6)),
    motion: Math.max(0, 9 * presence + random.normal(0, 2)),
  };
}
