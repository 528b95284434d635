import type { Aes } from '../lorawan/aes.ts';
import { type Link, linksOf } from './radio.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { City } from './simulated-city.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** A device and the gateways that may hear it. */
export interface Sender {
  readonly index: number;
  readonly device: SimulatedDevice;
  readonly best: Link;
  /** Strongest first. */
  readonly others: readonly Link[];
  readonly radio: SeededRandom;
}

/** The city's devices, each with a stream of numbers of its own. */
export function sendersOf(city: City, aes: Aes, firstFCnt?: (index: number) => number): Sender[] {
  return city.devices.map((identity, index) => {
    const random = city.random.named(`sender ${index}`);
    const [best, ...others] = linksOf(identity.site, city.gateways);
    if (best === undefined || others.length === 0) throw new RangeError('A simulated city needs two gateways or more.');
    const device = new SimulatedDevice(identity, random, aes, firstFCnt?.(index));
    return { index, device, best, others, radio: random.named('radio') };
  });
}
