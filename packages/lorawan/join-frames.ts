import { readIdentifier } from './identifier.ts';

export interface JoinRequest {
  readonly kind: 'join_request';
  /** 16 hex digits (AppEUI before LoRaWAN 1.0.4). */
  readonly joinEui: string;
  readonly devEui: string;
  readonly devNonce: number;
  readonly mic: Uint8Array;
  readonly bytes: Uint8Array;
}

/** LoRaWAN 1.1 only; in 1.0.x this MType is reserved. */
export interface RejoinRequest {
  readonly kind: 'rejoin_request';
  readonly rejoinType: 0 | 1 | 2;
  /** Types 0 and 2: 6 hex digits. */
  readonly netId?: string;
  /** Type 1. */
  readonly joinEui?: string;
  readonly devEui: string;
  readonly rjCount: number;
  readonly mic: Uint8Array;
  readonly bytes: Uint8Array;
}

/** All but its MHDR is encrypted; it names no device. */
export interface JoinAccept {
  readonly kind: 'join_accept';
  readonly bytes: Uint8Array;
}

/** §6.2.4: MHDR(0) JoinEUI(1..8) DevEUI(9..16) DevNonce(17..18) MIC(19..22). Undefined: not 23 bytes. */
export function parseJoinRequest(bytes: Uint8Array): JoinRequest | undefined {
  if (bytes.length !== 23) return undefined;
  return {
    kind: 'join_request',
    joinEui: readIdentifier(bytes, 1, 8),
    devEui: readIdentifier(bytes, 9, 8),
    devNonce: readUint16(bytes, 17),
    mic: bytes.subarray(19),
    bytes,
  };
}

/** §6.2.5: MHDR(0) and 16 bytes, or 32 with a CFList. Undefined: another length. */
export function parseJoinAccept(bytes: Uint8Array): JoinAccept | undefined {
  return bytes.length === 17 || bytes.length === 33 ? { kind: 'join_accept', bytes } : undefined;
}

/** LoRaWAN 1.1 §6.2.4.1–2. Undefined: another type or length. */
export function parseRejoinRequest(bytes: Uint8Array): RejoinRequest | undefined {
  const rejoinType = bytes[1];
  if ((rejoinType === 0 || rejoinType === 2) && bytes.length === 19) return rejoinWithNetId(rejoinType, bytes);
  return rejoinType === 1 && bytes.length === 24 ? rejoinWithJoinEui(bytes) : undefined;
}

/** MHDR(0) type(1) NetID(2..4) DevEUI(5..12) RJcount0(13..14) MIC(15..18). */
const rejoinWithNetId = (rejoinType: 0 | 2, bytes: Uint8Array): RejoinRequest => ({
  kind: 'rejoin_request',
  rejoinType,
  netId: readIdentifier(bytes, 2, 3),
  devEui: readIdentifier(bytes, 5, 8),
  rjCount: readUint16(bytes, 13),
  mic: bytes.subarray(15),
  bytes,
});

/** MHDR(0) type(1) JoinEUI(2..9) DevEUI(10..17) RJcount1(18..19) MIC(20..23). */
const rejoinWithJoinEui = (bytes: Uint8Array): RejoinRequest => ({
  kind: 'rejoin_request',
  rejoinType: 1,
  joinEui: readIdentifier(bytes, 2, 8),
  devEui: readIdentifier(bytes, 10, 8),
  rjCount: readUint16(bytes, 18),
  mic: bytes.subarray(20),
  bytes,
});

const readUint16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
