import type { Aes } from '../lorawan/aes.ts';
import { buildDataFrame } from '../lorawan/build-frame.ts';
import { dlPmFPort } from './dl-pm-frame.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedDevice } from './simulated-device.ts';

export interface ForgedFrame {
  /** The counter that it claims: the device's next one or a little beyond, where it would do the most harm. */
  readonly fCnt: number;
  readonly phyPayload: Uint8Array;
}

const forgeries = ['mic', 'payload', 'keys'] as const;
const payloadStart = 9;
const micLength = 4;

/** A frame in the device's name that no right key signs: one bit of a signed frame's MIC or payload is turned, or the keys are made up. */
export function forgeFrame(device: SimulatedDevice, aes: Aes, random: SeededRandom): ForgedFrame {
  const { nwkSKey, appSKey, devAddr } = device.identity;
  const forgery = random.pick(forgeries);
  const keys = forgery === 'keys' ? { nwkSKey: random.bytes(16), appSKey: random.bytes(16) } : { nwkSKey, appSKey };
  const fCnt = device.nextFCnt + random.integer(5);
  const content = { confirmed: false, adr: true, devAddr, fCnt, fPort: dlPmFPort, plaintext: random.bytes(33) };
  const phyPayload = buildDataFrame(aes, keys, content);
  const micStart = phyPayload.length - micLength;
  if (forgery === 'mic') turnBit(phyPayload, micStart, micLength, random);
  if (forgery === 'payload') turnBit(phyPayload, payloadStart, micStart - payloadStart, random);
  return { fCnt, phyPayload };
}

function turnBit(bytes: Uint8Array, from: number, length: number, random: SeededRandom): void {
  const at = from + random.integer(length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(8));
}
