import type { Aes } from '../lorawan/aes.ts';
import { buildDataFrame } from '../lorawan/build-frame.ts';
import type { CityAir } from './city-weather.ts';
import { dlPmFPort, encodeDlPm } from './dl-pm-frame.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { CityDevice } from './simulated-city.ts';

/** A frame as the device sends it, and what a right decode of it gives. */
export interface Uplink {
  readonly fCnt: number;
  readonly phyPayload: Uint8Array;
  /** In the order of the frame. */
  readonly values: Readonly<Record<string, number>>;
  /** When it was measured and sent, ms; later than every earlier one of this device. */
  readonly time: number;
}

/** One sensor: measures, signs, encrypts, counts. */
export class SimulatedDevice {
  readonly identity: CityDevice;
  readonly #aes: Aes;
  readonly #random: SeededRandom;
  #nextFCnt: number;
  #lastTime = 0;

  /** `random` must be this device's own, or two runs give different frames. Without `firstFCnt` the counter begins anywhere in 16 bits. */
  constructor(identity: CityDevice, random: SeededRandom, aes: Aes, firstFCnt?: number) {
    this.identity = identity;
    this.#aes = aes;
    this.#random = random.named('measurements');
    this.#nextFCnt = firstFCnt ?? random.named('counter').integer(0x1_0000);
  }

  /** The 32-bit counter that the next frame will carry. */
  get nextFCnt(): number {
    return this.#nextFCnt;
  }

  /** Measures at `time`, or 1 ms after the last time if that is not earlier. */
  uplink(time: number, air: CityAir): Uplink {
    this.#lastTime = Math.max(time, this.#lastTime + 1);
    const measured = measure(air, this.identity.exposure, this.#random, this.#lastTime);
    const { plaintext, values } = encodeDlPm(this.identity.deviceId, measured);
    const fCnt = this.#nextFCnt;
    this.#nextFCnt = fCnt + 1;
    return { fCnt, phyPayload: this.#signed(fCnt, plaintext), values, time: this.#lastTime };
  }

  #signed(fCnt: number, plaintext: Uint8Array): Uint8Array {
    const { nwkSKey, appSKey, devAddr } = this.identity;
    return buildDataFrame(this.#aes, { nwkSKey, appSKey }, { confirmed: false, adr: true, devAddr, fCnt, fPort: dlPmFPort, plaintext });
  }
}

/** Of 50 reports one comes without the dust sensor, which is warming up. */
const dustMissing = 0.02;
const yearMs = 365.25 * 86_400_000;

/** In the units of the quantities. */
function measure(air: CityAir, exposure: number, random: SeededRandom, time: number): Record<string, number> {
  return {
    battery_voltage: 3.08 - 0.25 * ((time / yearMs) % 1) + random.normal(0, 0.004),
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
