import type { Aes, AesKey } from './aes.ts';
import { cmac } from './cmac.ts';
import type { Direction } from './data-frame.ts';
import { type SignedBeside, sessionMic } from './data-mic.ts';
import { cryptFOpts } from './f-opts.ts';
import { cryptFrmPayload, frmPayloadKey } from './frm-payload.ts';
import { writeIdentifier } from './identifier.ts';
import { parsePhyPayload } from './phy-payload.ts';
import type { SessionKeys } from './session-keys.ts';

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
  /** What LoRaWAN 1.1 signs beside the frame; 0 where it is absent, the counter also without `ack`. */
  readonly beside?: Partial<SignedBeside>;
}

/**
 * A signed and encrypted PHYPayload, as a device (or for `down` a network server) would send it; of LoRaWAN 1.1 when there is an SNwkSIntKey.
 * @throws Error when the content makes no valid frame, or the AppSKey is needed and not given.
 */
export function buildDataFrame(aes: Aes, keys: SessionKeys, content: DataFrameContent): Uint8Array {
  const fOpts = encryptedFOpts(aes, keys, content);
  const frmPayload = encrypted(aes, keys, content);
  const bytes = new Uint8Array(8 + fOpts.length + frmPayload.length + 4);
  writeHeader(bytes, content, fOpts);
  bytes.set(frmPayload, 8 + fOpts.length);
  sign(aes, keys, bytes, content);
  return bytes;
}

/** Encrypted in 1.1, plain in 1.0.x. */
function encryptedFOpts(aes: Aes, { nwkSEncKey }: SessionKeys, content: DataFrameContent): Uint8Array {
  const { fOpts = new Uint8Array(0), direction = 'up', fPort } = content;
  if (fOpts.length > 15) throw new Error(`FOpts holds at most 15 bytes; ${fOpts.length} were given.`);
  return nwkSEncKey ? cryptFOpts(aes, nwkSEncKey, { ...content, direction }, fPort, fOpts) : fOpts;
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

function sign(aes: Aes, keys: SessionKeys, bytes: Uint8Array, { fCnt, ack, beside }: DataFrameContent): void {
  const frame = parsePhyPayload(bytes);
  if (frame.kind !== 'data') throw new Error(`This content makes no valid frame. ${frame.kind === 'malformed' ? frame.detail : ''}`);
  const { confFCnt = 0, txDr = 0, txCh = 0 } = beside ?? {};
  bytes.set(sessionMic(aes, keys, frame, fCnt, { confFCnt: ack ? confFCnt : 0, txDr, txCh }), bytes.length - 4);
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
