import type { Aes, AesKey } from './aes.ts';
import { cmac } from './cmac.ts';
import type { JoinRequest, RejoinRequest } from './join-frames.ts';
import { isSameMic, micLength } from './mic.ts';

/** @param key the AppKey; of a device of LoRaWAN 1.1 the NwkKey (1.0.2 §6.2.4, 1.1 §6.2.2) */
export function fitsJoinRequest(aes: Aes, key: AesKey, request: JoinRequest): boolean {
  return isSigned(aes, key, request);
}

/** @param key of types 0 and 2 the session's SNwkSIntKey, of type 1 the device's JSIntKey (1.1 §6.2.4) */
export function fitsRejoinRequest(aes: Aes, key: AesKey, request: RejoinRequest): boolean {
  return isSigned(aes, key, request);
}

/** The MIC signs all that stands before it. */
function isSigned(aes: Aes, key: AesKey, { bytes, mic }: JoinRequest | RejoinRequest): boolean {
  return isSameMic(cmac(aes, key, bytes.subarray(0, bytes.length - micLength)), mic);
}
