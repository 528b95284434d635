import type { Aes } from '../lorawan/aes.ts';
import { buildDataFrame } from '../lorawan/build-frame.ts';
import type { CityAir } from './city-weather.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SensorModel } from './sensor-model.ts';
import { sensorModel } from './sensor-models.ts';
import type { CityDevice } from './simulated-city.ts';

type SessionKeys = Pick<CityDevice, 'nwkSKey' | 'appSKey'>;

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
  readonly #model: SensorModel;
  readonly #aes: Aes;
  readonly #random: SeededRandom;
  #nextFCnt: number;
  #lastTime = 0;

  /** `random` must be this device's own, or two runs give different frames. Without `firstFCnt` the counter begins anywhere in 16 bits. */
  constructor(identity: CityDevice, random: SeededRandom, aes: Aes, firstFCnt?: number) {
    this.identity = identity;
    this.#model = sensorModel(identity.model);
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
    const { exposure, deviceId, ailment } = this.identity;
    const around = { air, exposure, hasWeakBattery: ailment === 'weak_battery' };
    const measured = this.#model.measure(around, this.#random, this.#lastTime);
    const { plaintext, values } = this.#model.encode(measured, deviceId);
    const fCnt = this.#nextFCnt;
    this.#nextFCnt = fCnt + 1;
    return { fCnt, phyPayload: this.signed(fCnt, plaintext), values, time: this.#lastTime };
  }

  /** A frame in its name, which moves nothing in it; right when the keys are its own. */
  signed(fCnt: number, plaintext: Uint8Array, { nwkSKey, appSKey }: SessionKeys = this.identity): Uint8Array {
    const { devAddr } = this.identity;
    const content = { confirmed: false, adr: true, devAddr, fCnt, fPort: this.#model.fPort, plaintext };
    return buildDataFrame(this.#aes, { fNwkSIntKey: nwkSKey, appSKey }, content);
  }
}
