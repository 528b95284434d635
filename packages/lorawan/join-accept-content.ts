import type { Aes, AesKey } from './aes.ts';
import { cmac } from './cmac.ts';
import { readIdentifier, writeIdentifier } from './identifier.ts';
import type { JoinAccept } from './join-frames.ts';
import { isSameMic, micLength } from './mic.ts';

/** What a join accept says once it is decrypted (1.0.2 §6.2.5, 1.1 §6.2.3). */
export interface JoinAcceptContent {
  /** 24 bits (AppNonce before 1.0.4). */
  readonly joinNonce: number;
  /** 6 hexadecimal digits. */
  readonly netId: string;
  /** 8 hexadecimal digits. */
  readonly devAddr: string;
  /** 1.1: both sides speak 1.1 (bit 7 of DLSettings). */
  readonly optNeg: boolean;
  readonly rx1DrOffset: number;
  readonly rx2DataRate: number;
  /** Seconds; on the air 0 and 1 both mean 1. */
  readonly rxDelay: number;
  /** 16 bytes: frequencies or a channel mask, by region. */
  readonly cfList?: Uint8Array;
}

/** The keys that an accept may be under. */
export interface JoinAcceptKeys {
  readonly encryption: AesKey;
  /** Without OptNeg: the AppKey, of 1.1 the NwkKey. */
  readonly integrity10: AesKey;
  /** With OptNeg: the JSIntKey. Absent: an accept with OptNeg does not fit. */
  readonly integrity11?: AesKey | undefined;
}

/** What the MIC of 1.1 signs before the accept itself. */
export interface JoinAsked {
  /** 255 for a join request, else the type of the rejoin request (1.1 §6.2.3, table of JoinReqType). */
  readonly joinReqType: number;
  /** 16 hexadecimal digits. */
  readonly joinEui: string;
  /** 16 bits: DevNonce, or the counter of rejoins in its place. */
  readonly devNonce: number;
}

/** Decrypts an accept and checks its MIC, of 1.0 or 1.1 as its OptNeg says. Undefined: the MIC does not fit. */
export function readJoinAccept(aes: Aes, keys: JoinAcceptKeys, asked: JoinAsked, accept: JoinAccept): JoinAcceptContent | undefined {
  const plain = decryptJoinAccept(aes, keys.encryption, accept);
  const content = contentOf(plain);
  const said = plain.subarray(0, plain.length - micLength);
  const signed = content.optNeg ? withAsked(asked, said) : said;
  const key = content.optNeg ? keys.integrity11 : keys.integrity10;
  return key && isSameMic(cmac(aes, key, signed), plain.subarray(-micLength)) ? content : undefined;
}

/** What the accept says under that key, whether it is the right one or not. MHDR and all: 17 or 33 bytes. */
export function decryptJoinAccept(aes: Aes, key: AesKey, { bytes }: JoinAccept): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  plain[0] = bytes[0] ?? 0;
  // The server "encrypts" with AES decrypt, so that a device needs AES encrypt alone (1.0.2 §6.2.5).
  plain.set(aes.encryptBlocks(key, bytes.subarray(1)), 1);
  return plain;
}

/** MHDR(0) JoinNonce(1..3) NetID(4..6) DevAddr(7..10) DLSettings(11) RxDelay(12) CFList(13..28) MIC. */
function contentOf(plain: Uint8Array): JoinAcceptContent {
  const dlSettings = plain[11] ?? 0;
  return {
    joinNonce: (plain[1] ?? 0) | ((plain[2] ?? 0) << 8) | ((plain[3] ?? 0) << 16),
    netId: readIdentifier(plain, 4, 3),
    devAddr: readIdentifier(plain, 7, 4),
    optNeg: (dlSettings & 0x80) !== 0,
    rx1DrOffset: (dlSettings >> 4) & 0x07,
    rx2DataRate: dlSettings & 0x0f,
    rxDelay: (plain[12] ?? 0) & 0x0f,
    ...(plain.length > 17 ? { cfList: plain.slice(13, 29) } : {}),
  };
}

/** 1.1 §6.2.3: JoinReqType | JoinEUI | DevNonce | MHDR | … | CFList. */
export function withAsked({ joinReqType, joinEui, devNonce }: JoinAsked, said: Uint8Array): Uint8Array {
  const signed = new Uint8Array(11 + said.length);
  signed[0] = joinReqType;
  writeIdentifier(signed, 1, joinEui, 8);
  signed[9] = devNonce;
  signed[10] = devNonce >>> 8;
  signed.set(said, 11);
  return signed;
}
