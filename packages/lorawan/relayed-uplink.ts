/** FPort on which a relay passes on what it heard, under its own network key (TS011). */
export const relayFPort = 226;

/** What a relay heard of another device (TS011 §8, ForwardUplinkReq). */
export interface RelayedUplink {
  /** As the relay heard it. */
  readonly dataRate: number;
  /** dB. */
  readonly snr: number;
  /** dBm. */
  readonly rssi: number;
  readonly worChannel: number;
  /** Hz. */
  readonly frequency: number;
  /** The other device's frame: a PHYPayload of its own. */
  readonly phyPayload: Uint8Array;
}

const metadataLength = 3;
const frequencyLength = 3;
const headerLength = metadataLength + frequencyLength;
/** On the air a frequency counts in steps of 100 Hz. */
const step = 100;

/** Reads the decrypted FRMPayload of FPort 226. Undefined: too short to carry a frame. */
export function readRelayedUplink(plaintext: Uint8Array): RelayedUplink | undefined {
  if (plaintext.length <= headerLength) return undefined;
  const metadata = readUint24(plaintext, 0); // WORChannel(17..16) RSSI(15..9) SNR(8..4) DataRate(3..0)
  return {
    dataRate: metadata & 0x0f,
    snr: ((metadata >> 4) & 0x1f) - 20,
    rssi: -((metadata >> 9) & 0x7f) - 15,
    worChannel: (metadata >> 16) & 0x03,
    frequency: step * readUint24(plaintext, metadataLength),
    phyPayload: plaintext.subarray(headerLength),
  };
}

const readUint24 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
