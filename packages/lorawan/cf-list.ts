/** What a join accept says about channels beyond the region's own (RP002-1.0.4 §2.3 and the regions' clauses on JoinAccept CFList). */
export type CfList =
  /** Type 0: Hz, of the channels that follow the region's own; undefined where the place is not used. */
  | { readonly cfListType: 0; readonly frequencies: readonly (number | undefined)[] }
  /** Type 1: indices of the channels that may be used. */
  | { readonly cfListType: 1; readonly channels: readonly number[] };

const listedFrequencies = 5;
const listedMasks = 7;
/** On the air a frequency counts in steps of 100 Hz. */
const step = 100;

/** Reads the 16 bytes: 15 of content and CFListType. Undefined: another length, or a type that is not known. */
export function readCfList(bytes: Uint8Array): CfList | undefined {
  if (bytes.length !== 16) return undefined;
  if (bytes[15] === 0)
    return { cfListType: 0, frequencies: Array.from({ length: listedFrequencies }, (_, n) => frequencyAt(bytes, 3 * n)) };
  if (bytes[15] === 1) return { cfListType: 1, channels: channelsOf(bytes) };
  return undefined;
}

function frequencyAt(bytes: Uint8Array, at: number): number | undefined {
  const steps = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return steps === 0 ? undefined : step * steps;
}

/** Masks of 16 channels each, lowest first; what follows them is reserved. */
function channelsOf(bytes: Uint8Array): number[] {
  const isOn = (channel: number) => (((bytes[channel >> 3] ?? 0) >> (channel & 7)) & 1) === 1;
  return Array.from({ length: 16 * listedMasks }, (_, channel) => channel).filter(isOn);
}
