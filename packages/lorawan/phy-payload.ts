import { type DataFrame, parseDataFrame } from './data-frame.ts';
import {
  type JoinAccept,
  type JoinRequest,
  parseJoinAccept,
  parseJoinRequest,
  parseRejoinRequest,
  type RejoinRequest,
} from './join-frames.ts';
import { type Malformed, malformed } from './malformed.ts';

export interface Proprietary {
  readonly kind: 'proprietary';
  readonly bytes: Uint8Array;
}

export type PhyPayload = DataFrame | JoinRequest | RejoinRequest | JoinAccept | Proprietary | Malformed;

/** Bytes: the radio, and B0 of the MIC, count them in one. */
const longestPhyPayload = 255;

/** Reads a PHYPayload as heard on the air; fields are views of `bytes`. Never throws: what is no PHYPayload is `malformed`. */
export function parsePhyPayload(bytes: Uint8Array): PhyPayload {
  const mhdr = bytes[0];
  if (mhdr === undefined) return malformed('The PHYPayload is empty; it has at least an MHDR of 1 byte.');
  if (bytes.length > longestPhyPayload) {
    return malformed(`The PHYPayload has ${bytes.length} bytes; the longest has ${longestPhyPayload}.`);
  }
  // LoRaWAN 1.0.2 §4.2: MHDR = MType(7..5) RFU(4..2) Major(1..0)
  const major = mhdr & 0x03;
  if (major !== 0) return malformed(`Major is ${major}; only 0 (LoRaWAN R1) is known.`);
  return byMType(mhdr >> 5, bytes);
}

/** §4.2.1, table of MTypes. */
function byMType(mType: number, bytes: Uint8Array): PhyPayload {
  switch (mType) {
    case 0:
      return parseJoinRequest(bytes) ?? wrongLength('JoinRequest', bytes, '23');
    case 1:
      return parseJoinAccept(bytes) ?? wrongLength('JoinAccept', bytes, '17 or 33');
    case 6:
      return parseRejoinRequest(bytes) ?? wrongLength('RejoinRequest', bytes, '19 (types 0 and 2) or 24 (type 1)');
    case 7:
      return { kind: 'proprietary', bytes };
    default:
      return parseDataFrame(bytes);
  }
}

const wrongLength = (what: string, bytes: Uint8Array, right: string): Malformed =>
  malformed(`A ${what} has ${right} bytes; this one has ${bytes.length}.`);
