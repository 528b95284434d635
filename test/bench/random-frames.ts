import type { Aes } from '../../packages/lorawan/aes.ts';
import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import { benchCity } from './bench-city.ts';

/** A signed frame and all that its reader is given. Buffers, as `lora-packet` wants them; the same objects for both readers. */
export interface RandomFrame {
  readonly phyPayload: Buffer;
  readonly nwkSKey: Buffer;
  readonly appSKey: Buffer;
  readonly devAddr: string;
  readonly fCnt: number;
  readonly plaintext: Uint8Array;
}

/** So that the counter's upper half, which is not on the air, is not 0. */
const firstFCnt = 70_000;
const [shortest, longest] = [10, 50];

/** Frames with 10 to 50 bytes of payload, device after device. */
export function randomFrames(aes: Aes, count: number): RandomFrame[] {
  const random = benchCity.random.named('frames');
  const keys = benchCity.devices.map(({ nwkSKey, appSKey }) => ({ nwkSKey: Buffer.from(nwkSKey), appSKey: Buffer.from(appSKey) }));
  return Array.from({ length: count }, (_, n) => {
    const at = n % benchCity.devices.length;
    const [device, own] = [benchCity.devices[at], keys[at]];
    if (!device || !own) throw new RangeError(`The city has no device ${at}.`);
    const { devAddr } = device;
    const fCnt = firstFCnt + Math.floor(n / benchCity.devices.length);
    const plaintext = random.bytes(shortest + random.integer(longest - shortest + 1));
    const phyPayload = Buffer.from(buildDataFrame(aes, own, { confirmed: false, devAddr, fCnt, fPort: 1, plaintext }));
    return { phyPayload, ...own, devAddr, fCnt, plaintext };
  });
}
