import type { Aes } from '../../packages/lorawan/aes.ts';
import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import type { SessionKeys } from '../../packages/lorawan/session-keys.ts';
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

/** The same of LoRaWAN 1.1, heard on a channel that is known. */
export interface RandomFrame11 extends RandomFrame {
  readonly keys: Required<SessionKeys>;
  readonly txDr: number;
  readonly txCh: number;
}

/** So that the counter's upper half, which is not on the air, is not 0. */
const firstFCnt = 70_000;
const [shortest, longest] = [10, 50];

/** Frames with 10 to 50 bytes of payload, device after device. */
export function randomFrames(aes: Aes, count: number): RandomFrame[] {
  const random = benchCity.random.named('frames');
  const keys = benchCity.devices.map(({ nwkSKey, appSKey }) => ({ nwkSKey: Buffer.from(nwkSKey), appSKey: Buffer.from(appSKey) }));
  return Array.from({ length: count }, (_, n) => {
    const { devAddr, fCnt, own } = senderOf(n, keys);
    const plaintext = random.bytes(shortest + random.integer(longest - shortest + 1));
    const session = { fNwkSIntKey: own.nwkSKey, appSKey: own.appSKey };
    const phyPayload = Buffer.from(buildDataFrame(aes, session, { confirmed: false, devAddr, fCnt, fPort: 1, plaintext }));
    return { phyPayload, ...own, devAddr, fCnt, plaintext };
  });
}

/** The same devices, with sessions of LoRaWAN 1.1. */
export function randomFrames11(aes: Aes, count: number): RandomFrame11[] {
  const random = benchCity.random.named('frames 1.1');
  const drawn = () => Buffer.from(random.bytes(16));
  const keys = benchCity.devices.map(() => ({ fNwkSIntKey: drawn(), sNwkSIntKey: drawn(), nwkSEncKey: drawn(), appSKey: drawn() }));
  return Array.from({ length: count }, (_, n) => {
    const { devAddr, fCnt, own } = senderOf(n, keys);
    const plaintext = random.bytes(shortest + random.integer(longest - shortest + 1));
    const [txDr, txCh] = [random.integer(6), random.integer(8)];
    const content = { confirmed: false, devAddr, fCnt, fPort: 1, plaintext, beside: { txDr, txCh } };
    const phyPayload = Buffer.from(buildDataFrame(aes, own, content));
    return { phyPayload, keys: own, nwkSKey: own.fNwkSIntKey, appSKey: own.appSKey, devAddr, fCnt, plaintext, txDr, txCh };
  });
}

/** Device after device, round after round. */
function senderOf<Keys>(n: number, keys: readonly Keys[]): { devAddr: string; fCnt: number; own: Keys } {
  const at = n % benchCity.devices.length;
  const [device, own] = [benchCity.devices[at], keys[at]];
  if (!device || !own) throw new RangeError(`The city has no device ${at}.`);
  return { devAddr: device.devAddr, fCnt: firstFCnt + Math.floor(n / benchCity.devices.length), own };
}
