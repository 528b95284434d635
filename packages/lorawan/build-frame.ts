import type { Aes, AesKey } from './aes.ts';
import { cmac } from './cmac.ts';
import type { Direction } from './data-frame.ts';
import { dataMic } from './data-mic.ts';
import { cryptFrmPayload, frmPayloadKey, type SessionKeys } from './frm-payload.ts';
import { writeIdentifier } from './identifier.ts';
import { parsePhyPayload } from './phy-payload.ts';

export interface DataFrameContent {
  /** Up when absent. */
  readonly direction?: Direction;
  readonly confirmed: boolean;
  /** 8 hex digits. */
  readonly devAddr: string;
  /** 32 bits. */
  readonly fCnt: number;
  readonly adr?: boolean;
  /** Up only. */
  readonly adrAckReq?: boolean;
  readonly ack?: boolean;
  /** Up only. */
  readonly classB?: boolean;
  /** Down only. */
  readonly fPending?: boolean;
  /** 0 to 15 bytes, not together with FPort 0. */
  readonly fOpts?: Uint8Array;
  /** Needed when there is a plaintext. */
  readonly fPort?: number;
  /** FRMPayload before encryption. */
  readonly plaintext?: Uint8Array;
}

/**
 * A signed and encrypted LoRaWAN 1.0.x PHYPayload, as a device (or for `down` a network server) would send it.
 * @throws Error when the content makes no valid frame, or the AppSKey is needed and not given.
 */
export function buildDataFrame(aes: Aes, keys: SessionKeys, content: DataFrameContent): Uint8Array {
  const fOpts = content.fOpts ?? new Uint8Array(0);
  if (fOpts.length > 15) throw new Error(`FOpts holds at most 15 bytes; ${fOpts.length} were given.`);
  const frmPayload = encrypted(aes, keys, content);
  const bytes = new Uint8Array(8 + fOpts.length + frmPayload.length + 4);
  writeHeader(bytes, content, fOpts);
  bytes.set(frmPayload, 8 + fOpts.length);
  sign(aes, keys.nwkSKey, bytes, content.fCnt);
  return bytes;
}

/** FPort and FRMPayload, or nothing. */
function encrypted(aes: Aes, keys: SessionKeys, content: DataFrameContent): Uint8Array {
  const { fPort, plaintext = new Uint8Array(0), devAddr, fCnt, direction = 'up' } = content;
  if (fPort === undefined) {
    if (plaintext.length > 0) throw new Error('A frame with a plaintext needs an FPort.');
    return plaintext;
  }
  const key = frmPayloadKey(keys, fPort);
  if (key === undefined) throw new Error(`FPort ${fPort} is encrypted with the AppSKey; give it.`);
  return Uint8Array.of(fPort, ...cryptFrmPayload(aes, key, { devAddr, fCnt, direction }, plaintext));
}

/** §4.2 and §4.3.1: MHDR(0) DevAddr(1..4) FCtrl(5) FCnt(6..7) FOpts(8..). */
function writeHeader(bytes: Uint8Array, content: DataFrameContent, fOpts: Uint8Array): void {
  const mType = (content.confirmed ? 4 : 2) + (content.direction === 'down' ? 1 : 0);
  bytes[0] = mType << 5;
  writeIdentifier(bytes, 1, content.devAddr, 4);
  bytes[5] = fCtrlOf(content) | fOpts.length;
  bytes[6] = content.fCnt;
  bytes[7] = content.fCnt >>> 8;
  bytes.set(fOpts, 8);
}

function fCtrlOf({ adr, adrAckReq, ack, classB, fPending }: DataFrameContent): number {
  return (adr ? 0x80 : 0) | (adrAckReq ? 0x40 : 0) | (ack ? 0x20 : 0) | (classB || fPending ? 0x10 : 0);
}

function sign(aes: Aes, nwkSKey: AesKey, bytes: Uint8Array, fCnt: number): void {
  const frame = parsePhyPayload(bytes);
  if (frame.kind !== 'data') throw new Error(`This content makes no valid frame. ${frame.kind === 'malformed' ? frame.detail : ''}`);
  bytes.set(dataMic(aes, nwkSKey, frame, fCnt), bytes.length - 4);
}

export interface JoinRequestContent {
  /** 16 hex digits. */
  readonly joinEui: string;
  readonly devEui: string;
  /** 16 bits. */
  readonly devNonce: number;
}

/** A signed JoinRequest (§6.2.4), 23 bytes. */
export function buildJoinRequest(aes: Aes, appKey: AesKey, { joinEui, devEui, devNonce }: JoinRequestContent): Uint8Array {
  const bytes = new Uint8Array(23);
  writeIdentifier(bytes, 1, joinEui, 8);
  writeIdentifier(bytes, 9, devEui, 8);
  bytes[17] = devNonce;
  bytes[18] = devNonce >>> 8;
  bytes.set(cmac(aes, appKey, bytes.subarray(0, 19)).subarray(0, 4), 19);
  return bytes;
}
