import { expect } from '@jest/globals';
import { buildJoinRequest } from '../build-frame.ts';
import { deriveSession10, deriveSession11 } from '../derive-session.ts';
import { decryptJoinAccept, readJoinAccept } from '../join-accept-content.ts';
import { fitsJoinRequest, fitsRejoinRequest } from '../join-mic.ts';
import { parsePhyPayload } from '../phy-payload.ts';
import { deriveJoinKeys } from '../root-keys.ts';
import { aes, bytes, type Expected, hex, shared, type Vector } from './vector.ts';

export function checkJoinRequest({ phyPayloadHex, keys, expect: expected }: Vector): void {
  const request = parsePhyPayload(bytes(phyPayloadHex));
  if (request.kind !== 'join_request') throw new Error(`not a join request: ${request.kind}`);
  const { joinEui, devEui, devNonce } = request;
  const told = { joinEui, devEui, devNonce, micHex: hex(request.mic) };
  expect(shared(expected, told)).toEqual(shared(told, expected));
  if (keys?.['micKey'] === undefined) return;
  const key = bytes(keys['micKey']);
  const isValid = expected['micValid'] ?? true;
  expect(fitsJoinRequest(aes, key, request)).toBe(isValid);
  expect(hex(buildJoinRequest(aes, key, request)) === phyPayloadHex).toBe(isValid);
}

export function checkRejoinRequest({ phyPayloadHex, keys, expect: expected }: Vector): void {
  const request = parsePhyPayload(bytes(phyPayloadHex));
  if (request.kind !== 'rejoin_request') throw new Error(`not a rejoin request: ${request.kind}`);
  const { rejoinType, devEui, rjCount, netId, joinEui } = request;
  const told = { rejoinType, devEui, rjCount, netId, joinEui, micHex: hex(request.mic) };
  expect(shared(expected, told)).toEqual(shared(told, expected));
  if (keys?.['micKey'] === undefined) return;
  expect(fitsRejoinRequest(aes, bytes(keys['micKey']), request)).toBe(expected['micValid'] ?? true);
}

/** `encKey` and `micKey` where the suite names them, else as they follow from the root keys. */
export function checkJoinAccept({ phyPayloadHex, keys = {}, params = {}, expect: expected }: Vector): void {
  const accept = parsePhyPayload(bytes(phyPayloadHex));
  if (accept.kind !== 'join_accept') throw new Error(`not a join accept: ${accept.kind}`);
  const { AppKey, NwkKey = AppKey, JSIntKey, JSEncKey, micKey, encKey } = keys;
  const { joinReqType = 0xff, joinEui = '0000000000000000', devNonce = 0, devEui } = params;
  const derived = devEui === undefined ? undefined : deriveJoinKeys(aes, bytes(NwkKey), devEui);
  const encryption = encKey ?? (joinReqType === 0xff ? NwkKey : (JSEncKey ?? (derived && hex(derived.jsEncKey)) ?? NwkKey));
  const integrity11 = micKey ?? JSIntKey ?? (derived && hex(derived.jsIntKey));
  const plain = decryptJoinAccept(aes, bytes(encryption), accept);
  if (expected['decryptedHex'] !== undefined) expect(hex(plain)).toBe(expected['decryptedHex']);
  const under = {
    encryption: bytes(encryption),
    integrity10: bytes(micKey ?? NwkKey),
    integrity11: integrity11 === undefined ? undefined : bytes(integrity11),
  };
  const content = readJoinAccept(aes, under, { joinReqType, joinEui, devNonce }, accept);
  expect(content !== undefined).toBe(expected['micValid'] ?? true);
  if (content) checkContent({ ...content }, plain, expected);
}

function checkContent({ cfList, ...content }: Expected, plain: Uint8Array, expected: Expected): void {
  const told = {
    ...content,
    dlSettings: hex(plain.subarray(11, 12)),
    micHex: hex(plain.subarray(-4)),
    cfListHex: hex(cfList as Uint8Array | undefined),
  };
  expect(shared(expected, told)).toEqual(shared(told, expected));
  const unknown = Object.keys(expected).filter(
    (name) => !(name in told) && !['mtype', 'major', 'mhdr', 'decryptedHex', 'micValid'].includes(name),
  );
  expect(unknown.filter((name) => !/^cfList/.test(name))).toEqual([]);
}

/** All keys that the vector expects, by their names in the specification. */
export function checkDerivation({ keys = {}, params = {}, macVersion = '1.0', expect: expected }: Vector): void {
  const { AppKey, NwkKey = AppKey } = keys;
  const { joinNonce = 0, devNonce = 0, netId, joinEui, devEui } = params;
  const told: Record<string, string> = {};
  if (devEui !== undefined) {
    const { jsIntKey, jsEncKey } = deriveJoinKeys(aes, bytes(NwkKey), devEui);
    Object.assign(told, { JSIntKey: hex(jsIntKey), JSEncKey: hex(jsEncKey) });
  }
  if (macVersion.startsWith('1.1') && joinEui !== undefined) {
    const roots = { appKey: bytes(AppKey ?? NwkKey), nwkKey: bytes(NwkKey) };
    const { fNwkSIntKey, sNwkSIntKey, nwkSEncKey, appSKey } = deriveSession11(aes, roots, { joinNonce, devNonce }, joinEui);
    const named = { FNwkSIntKey: hex(fNwkSIntKey), SNwkSIntKey: hex(sNwkSIntKey), NwkSEncKey: hex(nwkSEncKey), AppSKey: hex(appSKey) };
    Object.assign(told, named);
  } else if (netId !== undefined) {
    const { fNwkSIntKey, appSKey } = deriveSession10(aes, bytes(NwkKey), { joinNonce, devNonce }, netId);
    Object.assign(told, { NwkSKey: hex(fNwkSIntKey), FNwkSIntKey: hex(fNwkSIntKey), AppSKey: hex(appSKey) });
  }
  expect(told).toMatchObject(expected);
}
