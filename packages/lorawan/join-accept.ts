import type { Aes } from './aes.ts';
import { type JoinAcceptContent, type JoinAcceptKeys, readJoinAccept } from './join-accept-content.ts';
import type { JoinAccept, JoinRequest, RejoinRequest } from './join-frames.ts';
import { deriveJoinKeys, type RootKeys } from './root-keys.ts';

export type { JoinAcceptContent } from './join-accept-content.ts';

/** The request that an accept answers. */
export interface Answered {
  readonly request: JoinRequest | RejoinRequest;
  /** 16 hexadecimal digits: of the request, or where a rejoin does not carry it, of the device. */
  readonly joinEui: string;
}

/** Decrypts an accept and checks its MIC. Undefined: it does not answer this request, or not to these keys. */
export function openJoinAccept(
  aes: Aes,
  keys: RootKeys,
  { request, joinEui }: Answered,
  accept: JoinAccept,
): JoinAcceptContent | undefined {
  const under = keysOf(aes, keys, request);
  const joinReqType = request.kind === 'join_request' ? 0xff : request.rejoinType;
  return under && readJoinAccept(aes, under, { joinReqType, joinEui, devNonce: nonceOf(request) }, accept);
}

/** 1.1 §6.2.3, table: an answer to a rejoin is under the JSEncKey. Undefined: a device without NwkKey does not rejoin. */
function keysOf(aes: Aes, { appKey, nwkKey }: RootKeys, request: JoinRequest | RejoinRequest): JoinAcceptKeys | undefined {
  if (!nwkKey) return request.kind === 'join_request' ? { encryption: appKey, integrity10: appKey } : undefined;
  const { jsEncKey, jsIntKey } = deriveJoinKeys(aes, nwkKey, request.devEui);
  const encryption = request.kind === 'join_request' ? nwkKey : jsEncKey;
  return { encryption, integrity10: nwkKey, integrity11: jsIntKey };
}

/** DevNonce, or the counter of rejoins in its place. */
export const nonceOf = (request: JoinRequest | RejoinRequest): number =>
  request.kind === 'join_request' ? request.devNonce : request.rjCount;
