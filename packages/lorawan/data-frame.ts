import { readIdentifier } from './identifier.ts';
import { type Malformed, malformed } from './malformed.ts';

export type Direction = 'up' | 'down';

export interface UplinkFCtrl {
  readonly adr: boolean;
  readonly adrAckReq: boolean;
  readonly ack: boolean;
  readonly classB: boolean;
  readonly fOptsLen: number;
}

export interface DownlinkFCtrl {
  readonly adr: boolean;
  readonly ack: boolean;
  readonly fPending: boolean;
  readonly fOptsLen: number;
}

interface CommonFrame {
  readonly kind: 'data';
  readonly confirmed: boolean;
  /** 8 hex digits. Not unique among devices. */
  readonly devAddr: string;
  /** The counter on the air: the low 16 bits of FCnt. */
  readonly fCnt16: number;
  readonly fOpts: Uint8Array;
  /** Absent: the frame carries no FPort. */
  readonly fPort?: number;
  /** Encrypted. */
  readonly frmPayload: Uint8Array;
  readonly mic: Uint8Array;
  /** The whole PHYPayload. */
  readonly bytes: Uint8Array;
}

export interface UplinkFrame extends CommonFrame {
  readonly direction: 'up';
  readonly fCtrl: UplinkFCtrl;
}

export interface DownlinkFrame extends CommonFrame {
  readonly direction: 'down';
  readonly fCtrl: DownlinkFCtrl;
}

export type DataFrame = UplinkFrame | DownlinkFrame;

/** MHDR(1) FHDR(7) MIC(4). Sections are those of LoRaWAN 1.0.2: §4. */
const shortestDataFrame = 12;
const micLength = 4;
/** MHDR(1) DevAddr(4) FCtrl(1) FCnt(2): where FOpts begins, §4.3.1. */
const fOptsAt = 8;

/** Reads a data frame; MType must be one of the four data types. */
export function parseDataFrame(bytes: Uint8Array): DataFrame | Malformed {
  const micAt = bytes.length - micLength;
  if (bytes.length < shortestDataFrame) return malformed(`A data frame has at least 12 bytes; this one has ${bytes.length}.`);
  const fCtrl = bytes[5] ?? 0; // §4.3.1: FHDR = DevAddr(1..4) FCtrl(5) FCnt(6..7) FOpts(8..)
  const fOptsLen = fCtrl & 0x0f; // §4.3.1: FCtrl bits 3..0
  const fPortAt = fOptsAt + fOptsLen;
  if (fPortAt > micAt) return malformed(`FOptsLen is ${fOptsLen}, but only ${micAt - fOptsAt} bytes are left before the MIC.`);
  const fPort = fPortAt < micAt ? bytes[fPortAt] : undefined; // §4.3.2: FPort is there when anything follows the FHDR
  if (fPort === 0 && fOptsLen > 0) return malformed(`FPort is 0 and FOptsLen is ${fOptsLen}: MAC commands in both places (§4.3.1.6).`);
  return frameOf(bytes, fCtrl, fOptsLen, fPort);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function frameOf(bytes: Uint8Array, fCtrl: number, fOptsLen: number, fPort: number | undefined): DataFrame {
  const mType = (bytes[0] ?? 0) >> 5; // §4.2.1: 2 and 3 unconfirmed, 4 and 5 confirmed; odd: down
  const micAt = bytes.length - micLength;
  const fPortAt = fOptsAt + fOptsLen;
  // Filled in steps: spreading an object costs more than all the rest of the reading.
  const common: Writable<CommonFrame> = {
    kind: 'data',
    confirmed: mType >= 4,
    devAddr: readIdentifier(bytes, 1, 4),
    fCnt16: (bytes[6] ?? 0) | ((bytes[7] ?? 0) << 8),
    fOpts: bytes.subarray(fOptsAt, fPortAt),
    frmPayload: bytes.subarray(fPort === undefined ? micAt : fPortAt + 1, micAt), // §4.3.3
    mic: bytes.subarray(micAt), // §4.4
    bytes,
  };
  if (fPort !== undefined) common.fPort = fPort;
  return mType % 2 === 0
    ? Object.assign(common, { direction: 'up' as const, fCtrl: uplinkFCtrl(fCtrl, fOptsLen) })
    : Object.assign(common, { direction: 'down' as const, fCtrl: downlinkFCtrl(fCtrl, fOptsLen) });
}

/** §4.3.1, uplink: ADR(7) ADRACKReq(6) ACK(5) ClassB(4). */
const uplinkFCtrl = (byte: number, fOptsLen: number): UplinkFCtrl => ({
  adr: (byte & 0x80) !== 0,
  adrAckReq: (byte & 0x40) !== 0,
  ack: (byte & 0x20) !== 0,
  classB: (byte & 0x10) !== 0,
  fOptsLen,
});

/** §4.3.1, downlink: ADR(7) RFU(6) ACK(5) FPending(4). */
const downlinkFCtrl = (byte: number, fOptsLen: number): DownlinkFCtrl => ({
  adr: (byte & 0x80) !== 0,
  ack: (byte & 0x20) !== 0,
  fPending: (byte & 0x10) !== 0,
  fOptsLen,
});
