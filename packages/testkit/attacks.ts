import type { OldFrame } from './old-frames.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedDevice } from './simulated-device.ts';

/** A frame that somebody sends beside the devices: they hold no key, only what they have heard. */
export interface AttackFrame {
  /** The counter that it claims. */
  readonly fCnt: number;
  readonly phyPayload: Uint8Array;
}

const payloadStart = 9;
const usualLength = 33;
/** Counters this far below a device's newest are behind, seen or not. */
const window = 64;
const longAgo = 100;

/** A frame in the device's name, signed with made-up keys. It claims the next counter or a little more, where it would do the most harm. */
export function forgeFrame(device: SimulatedDevice, random: SeededRandom): AttackFrame {
  const keys = { nwkSKey: random.bytes(16), appSKey: random.bytes(16) };
  const fCnt = device.nextFCnt + random.integer(5);
  return { fCnt, phyPayload: device.signed(fCnt, random.bytes(usualLength), keys) };
}

/** A real frame with one bit of its payload or its MIC turned. */
export function flipBit({ fCnt, phyPayload }: AttackFrame, random: SeededRandom): AttackFrame {
  const flipped = Uint8Array.from(phyPayload);
  const at = payloadStart + random.integer(flipped.length - payloadStart);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.integer(8));
  return { fCnt, phyPayload: flipped };
}

/** A frame that the device sent and signed long before `heard`, recorded then by somebody; undefined when it had not sent so many yet. */
export function outdatedFrame(device: SimulatedDevice, heard: OldFrame, random: SeededRandom): AttackFrame | undefined {
  const fCnt = heard.fCnt - window - 1 - random.integer(longAgo);
  return fCnt < 0 ? undefined : { fCnt, phyPayload: device.signed(fCnt, random.bytes(usualLength)) };
}
