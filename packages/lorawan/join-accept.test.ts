import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildJoinRequest } from './build-frame.ts';
import { buildJoinAccept } from './build-join-accept.ts';
import { deriveSession10, deriveSession11 } from './derive-session.ts';
import { openJoinAccept } from './join-accept.ts';
import type { JoinAccept, JoinRequest, RejoinRequest } from './join-frames.ts';
import { createNodeAes } from './node-aes.ts';
import { parsePhyPayload } from './phy-payload.ts';
import { deriveJoinKeys } from './root-keys.ts';

const aes = createNodeAes();
const hexOf = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'));
const key = fc.uint8Array({ minLength: 16, maxLength: 16 });
const content = fc.record(
  {
    joinNonce: fc.nat(0xff_ffff),
    netId: hexOf(3),
    devAddr: hexOf(4),
    optNeg: fc.boolean(),
    rx1DrOffset: fc.nat(7),
    rx2DataRate: fc.nat(15),
    rxDelay: fc.nat(15),
    cfList: key,
  },
  { requiredKeys: ['joinNonce', 'netId', 'devAddr', 'optNeg', 'rx1DrOffset', 'rx2DataRate', 'rxDelay'] },
);
const asked = fc.record({ joinEui: hexOf(8), devEui: hexOf(8), devNonce: fc.nat(0xffff), joinReqType: fc.constantFrom(0xff, 0, 1, 2) });
type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never;

/** A rejoin needs no valid MIC here: it is checked before. */
function requestOf({ joinEui, devEui, devNonce, joinReqType }: Asked, under: Uint8Array): JoinRequest | RejoinRequest {
  const empty = { mic: new Uint8Array(4), bytes: new Uint8Array(0) };
  if (joinReqType === 1) return { kind: 'rejoin_request', rejoinType: 1, joinEui, devEui, rjCount: devNonce, ...empty };
  if (joinReqType !== 0xff) return { kind: 'rejoin_request', rejoinType: joinReqType === 0 ? 0 : 2, devEui, rjCount: devNonce, ...empty };
  const request = parsePhyPayload(buildJoinRequest(aes, under, { joinEui, devEui, devNonce }));
  if (request.kind !== 'join_request') throw new Error(`not a join request: ${request.kind}`);
  return request;
}

function acceptOf(bytes: Uint8Array): JoinAccept {
  const accept = parsePhyPayload(bytes);
  if (accept.kind !== 'join_accept') throw new Error(`not a join accept: ${accept.kind}`);
  return accept;
}

test('1.1: an accept of any request is opened with its content, and by nothing else', () => {
  fc.assert(
    fc.property(key, key, asked, content, fc.nat(), (appKey, nwkKey, asked, content, bit) => {
      const { jsIntKey, jsEncKey } = deriveJoinKeys(aes, nwkKey, asked.devEui);
      const under = { encryption: asked.joinReqType === 0xff ? nwkKey : jsEncKey, integrity10: nwkKey, integrity11: jsIntKey };
      const bytes = buildJoinAccept(aes, under, asked, content);
      const answered = { request: requestOf(asked, nwkKey), joinEui: asked.joinEui };
      expect(openJoinAccept(aes, { appKey, nwkKey }, answered, acceptOf(bytes))).toEqual(content);
      expect(openJoinAccept(aes, { appKey, nwkKey: appKey }, answered, acceptOf(bytes))).toBeUndefined();
      const at = 8 + (bit % (8 * (bytes.length - 1)));
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(openJoinAccept(aes, { appKey, nwkKey }, answered, acceptOf(bytes))).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test('1.1 with OptNeg: the accept belongs to this one request', () => {
  fc.assert(
    fc.property(key, asked, content, (nwkKey, asked, content) => {
      const { jsIntKey } = deriveJoinKeys(aes, nwkKey, asked.devEui);
      const under = { encryption: nwkKey, integrity10: nwkKey, integrity11: jsIntKey };
      const bytes = buildJoinAccept(aes, under, { ...asked, joinReqType: 0xff }, { ...content, optNeg: true });
      const other: Asked = { ...asked, joinReqType: 0xff, devNonce: asked.devNonce ^ 1 };
      const answered = { request: requestOf(other, nwkKey), joinEui: asked.joinEui };
      expect(openJoinAccept(aes, { appKey: nwkKey, nwkKey }, answered, acceptOf(bytes))).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test('1.0: an accept is opened with the AppKey; a device without NwkKey has no rejoin, and none with OptNeg', () => {
  fc.assert(
    fc.property(key, asked, content, (appKey, asked, content) => {
      const under = { encryption: appKey, integrity10: appKey, integrity11: appKey };
      const join = { request: requestOf({ ...asked, joinReqType: 0xff }, appKey), joinEui: asked.joinEui };
      const accept = acceptOf(buildJoinAccept(aes, under, { ...asked, joinReqType: 0xff }, content));
      expect(openJoinAccept(aes, { appKey }, join, accept)).toEqual(content.optNeg ? undefined : content);
      const rejoin = { request: requestOf({ ...asked, joinReqType: 1 }, appKey), joinEui: asked.joinEui };
      expect(openJoinAccept(aes, { appKey }, rejoin, accept)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test('no two session keys of a join are the same, and 1.0 and 1.1 have other keys', () => {
  const nonces = { joinNonce: 0x01_02_03, devNonce: 0x0405 };
  const [appKey, nwkKey] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(1)];
  const of11 = deriveSession11(aes, { appKey, nwkKey }, nonces, '0102030405060708');
  const of10 = deriveSession10(aes, appKey, nonces, '010203');
  const all = [...Object.values(of11), ...Object.values(of10)].map((key) => Buffer.from(key).toString('hex'));
  expect(new Set(all).size).toBe(6);
});

test('refused: a CFList of another length, an accept with OptNeg without its key', () => {
  const key = new Uint8Array(16);
  const content = { joinNonce: 1, netId: '000000', devAddr: '00000001', optNeg: true, rx1DrOffset: 0, rx2DataRate: 0, rxDelay: 1 };
  const asked = { joinReqType: 0xff, joinEui: '0000000000000000', devNonce: 0 };
  const build = (more: object) => () => buildJoinAccept(aes, { encryption: key, integrity10: key }, asked, { ...content, ...more });
  expect(build({ cfList: new Uint8Array(15), optNeg: false })).toThrow('A CFList has 16 bytes; 15 were given.');
  expect(build({})).toThrow('JSIntKey');
});
