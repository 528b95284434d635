import type { Aes } from '../../packages/lorawan/aes.ts';
import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import { dlPmFPort, encodeDlPm } from '../../packages/testkit/dl-pm-frame.ts';
import { type Gateway, type GatewayEvent, gatewayEvent } from '../../packages/testkit/gateway-event.ts';
import { emission, type Link, linksOf, reception } from '../../packages/testkit/radio.ts';
import type { SeededRandom } from '../../packages/testkit/seeded-random.ts';
import type { CityDevice } from '../../packages/testkit/simulated-city.ts';

export interface SentUplink {
  readonly event: GatewayEvent;
  readonly phyPayloadHex: string;
  readonly values: Readonly<Record<string, number>>;
}

/** A DL-PM whose dust sensor is off: its frames carry three values (battery, temperature, humidity), heard by the nearest gateway, which has GPS. */
export class ThreeValueSender {
  readonly device: CityDevice;
  readonly #best: Link;
  readonly #random: SeededRandom;
  readonly #aes: Aes;

  constructor(device: CityDevice, gateways: readonly Gateway[], random: SeededRandom, aes: Aes) {
    const [best] = linksOf(device.site, gateways);
    if (!best) throw new RangeError('The city has no gateway for this device.');
    this.device = device;
    this.#best = best;
    this.#random = random;
    this.#aes = aes;
  }

  /** The frame with this counter, sent at `time` (ms). */
  uplink(fCnt: number, time: number): SentUplink {
    const { nwkSKey, appSKey, devAddr, deviceId } = this.device;
    const { plaintext, values } = encodeDlPm(deviceId, {
      battery_voltage: this.#random.normal(3, 0.05),
      air_temperature: this.#random.normal(15, 8),
      relative_humidity: this.#random.normal(60, 10),
    });
    const content = { confirmed: false, adr: true, devAddr, fCnt, fPort: dlPmFPort, plaintext };
    const phyPayload = buildDataFrame(this.#aes, { fNwkSIntKey: nwkSKey, appSKey }, content);
    const heard = { ...emission(this.#best, this.#random), ...reception(this.#best, this.#random) };
    const event = gatewayEvent(this.#best.gateway, { phyPayload, gatewayTime: time, gpsTime: time, ...heard });
    return { event, phyPayloadHex: Buffer.from(phyPayload).toString('hex'), values };
  }
}
