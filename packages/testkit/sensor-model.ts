import type { CityAir } from './city-weather.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SensorFrame } from './sensor-frame.ts';

/** What a sensor stands in. */
export interface Surroundings {
  readonly air: CityAir;
  /** 0.7 in a park to 1.6 at a crossroads. */
  readonly exposure: number;
  readonly hasWeakBattery: boolean;
}

/** A model of sensor that the city can be made of: what it measures, and how it says it. */
export interface SensorModel {
  /** `vendor/model`, a folder of firmware-decoders/. */
  readonly model: string;
  readonly fPort: number;
  readonly place: 'indoor' | 'outdoor';
  /** In the units of the quantities. @param time ms since 1970. */
  readonly measure: (around: Surroundings, random: SeededRandom, time: number) => Record<string, number>;
  /** @param deviceId 16 bits, what the sensor calls itself inside its frames, where it does. */
  readonly encode: (measured: Readonly<Record<string, number>>, deviceId: number) => SensorFrame;
}
