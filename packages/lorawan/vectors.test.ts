import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { ClaimState } from '../model/claim-state.ts';
import { buildJoinRequest } from './build-frame.ts';
import { type ClaimVerdict, claimFrame } from './claim.ts';
import { cmac } from './cmac.ts';
import { counterCandidates } from './counter-candidates.ts';
import type { DataFrame } from './data-frame.ts';
import { dataMic, fitsMic } from './data-mic.ts';
import { cryptFrmPayload, frmPayloadKey } from './frm-payload.ts';
import { createNodeAes } from './node-aes.ts';
import { type PhyPayload, parsePhyPayload } from './phy-payload.ts';
import { highestCounter, lostCounters } from './remember-claim.ts';

/** Vectors of public suites; the file is shared with other projects and not part of this one. Fields differ by kind and suite. */
interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly macVersion?: string;
  readonly phyPayloadHex?: string;
  readonly frmPayloadHex?: string;
  readonly direction?: 'up' | 'down';
  readonly keys?: { NwkSKey?: string; AppSKey?: string; micKey?: string };
  readonly params?: { fCnt?: number; devAddr?: string; nextExpectedFullFCnt?: number; fCnt16?: number };
  readonly expect: Expected;
  readonly frames?: { phyPayloadHex: string; fullFCntAtSender: number; expect: string }[];
}
interface Expected {
  readonly [field: string]: unknown;
}

const aes = createNodeAes();
const bytes = (hex = '') => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const parse = (vector: { phyPayloadHex?: string }) => parsePhyPayload(bytes(vector.phyPayloadHex));

const file = new URL('../../../shared/vectors/lorawan-vectors.json', import.meta.url);
const vectors: Vector[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors : [];
if (vectors.length === 0) console.info('The shared LoRaWAN vectors are not there: nothing of them was checked.');

/** What is checked of each kind. */
const checks: Record<string, (vector: Vector) => void> = {
  'data-uplink': checkFrame,
  'data-downlink': checkFrame,
  negative: checkFrame,
  'parse-only': checkFrame,
  'join-request': checkJoinRequest,
  'rejoin-request': checkRejoinRequest,
  'frm-payload-decrypt': checkDecryption,
  'fcnt-reconstruct': checkReconstruction,
  sequence: checkSequence,
};

/** Of these nothing is checked yet: derivation and joins, LoRaWAN 1.1, and what other packages read. */
const kindsNotYet = ['join-accept', 'key-derivation', 'fopts-decrypt', 'key-unwrap-rfc3394', 'e2e-uplink', 'gateway-uplink-frame'];

const isOf11 = ({ kind, macVersion }: Vector) => macVersion?.startsWith('1.1') === true && kind !== 'rejoin-request';
const isNotYet = (vector: Vector) => isOf11(vector) || kindsNotYet.includes(vector.kind);
const covered = vectors.filter((vector) => !isNotYet(vector) && checks[vector.kind] !== undefined);

test('every vector is checked, or of a kind that is named as not yet', () => {
  const notYet = vectors.filter(isNotYet);
  const passedOver = vectors.filter((vector) => !covered.includes(vector) && !notYet.includes(vector));
  expect(passedOver.map(({ id, kind }) => `${id} (${kind})`)).toEqual([]);
  expect(covered.length + notYet.length).toBe(vectors.length);
  if (vectors.length > 0) expect(covered.length).toBeGreaterThan(vectors.length / 2);
  console.info(`${covered.length} vectors checked; not yet: ${notYet.map(({ id }) => id).join(', ')}`);
});

for (const vector of covered) test(`vector ${vector.id} (${vector.kind})`, () => checks[vector.kind]?.(vector));

/** The suites' words for the types of data frames. */
const mTypes = ['UnconfirmedDataUp', 'UnconfirmedDataDown', 'ConfirmedDataUp', 'ConfirmedDataDown'];

function checkFrame(vector: Vector): void {
  const frame = parse(vector);
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  const { relay: _, fCtrl, ...expected } = vector.expect;
  expect(expected).toMatchObject(keep(told(frame), Object.keys(expected)));
  expect(frame.fCtrl).toEqual(fCtrl);
  checkMic(vector, frame);
  checkPlaintext(vector, frame);
}

const keep = (fields: Expected, names: string[]): Expected =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));

/** A frame in the words of the vectors. */
const told = (frame: DataFrame): Expected => ({
  mhdr: hex(frame.bytes.subarray(0, 1)),
  mtype: mTypes[Number(frame.confirmed) * 2 + Number(frame.direction === 'down')],
  major: 0,
  micHex: hex(frame.mic),
  devAddr: frame.devAddr,
  fCnt16: frame.fCnt16,
  fOptsHex: hex(frame.fOpts),
  fPort: frame.fPort ?? null,
  frmPayloadHex: hex(frame.frmPayload),
});

function checkMic({ keys, params, expect: { micValid, correctMicHex } }: Vector, frame: DataFrame): void {
  if (keys?.NwkSKey === undefined || params?.fCnt === undefined) return;
  const nwkSKey = bytes(keys.NwkSKey);
  if (micValid !== undefined) expect(fitsMic(aes, nwkSKey, frame, params.fCnt)).toBe(micValid);
  if (correctMicHex !== undefined) expect(hex(dataMic(aes, nwkSKey, frame, params.fCnt))).toBe(correctMicHex);
}

function checkPlaintext({ keys, params, expect: expected }: Vector, frame: DataFrame): void {
  const { frmPayloadPlainHex, decryptedWith } = expected;
  if (frmPayloadPlainHex === undefined || frame.fPort === undefined) return;
  const { devAddr, direction, frmPayload, fPort } = frame;
  const named = { nwkSKey: bytes(keys?.NwkSKey), appSKey: bytes(keys?.AppSKey) };
  const key = frmPayloadKey(named, fPort);
  if (decryptedWith !== undefined) expect(key === named.nwkSKey ? 'NwkSKey' : 'AppSKey').toBe(decryptedWith);
  if (key === undefined) throw new Error('no key for this FPort');
  expect(hex(cryptFrmPayload(aes, key, { devAddr, direction, fCnt: params?.fCnt ?? 0 }, frmPayload))).toBe(frmPayloadPlainHex);
}

function checkJoinRequest(vector: Vector): void {
  const request = parse(vector);
  if (request.kind !== 'join_request') throw new Error(`not a join request: ${request.kind}`);
  const { joinEui, devEui, devNonce } = request;
  expect(vector.expect).toMatchObject({ joinEui, devEui, devNonce, micHex: hex(request.mic) });
  const isSame = hex(buildJoinRequest(aes, bytes(vector.keys?.micKey), request)) === vector.phyPayloadHex;
  expect(isSame).toBe(vector.expect['micValid'] ?? true);
}

function checkRejoinRequest(vector: Vector): void {
  const request = parse(vector);
  if (request.kind !== 'rejoin_request') throw new Error(`not a rejoin request: ${request.kind}`);
  const mic = cmac(aes, bytes(vector.keys?.micKey), request.bytes.subarray(0, -4)).subarray(0, 4);
  expect(vector.expect).toMatchObject({
    rejoinType: request.rejoinType,
    micHex: hex(request.mic),
    micValid: hex(mic) === hex(request.mic),
  });
}

function checkDecryption({ keys, params, direction = 'up', frmPayloadHex, expect: expected }: Vector): void {
  const { devAddr = '', fCnt = 0 } = params ?? {};
  expect(hex(cryptFrmPayload(aes, bytes(keys?.AppSKey), { devAddr, fCnt, direction }, bytes(frmPayloadHex)))).toBe(expected['plainHex']);
}

/** Theirs starts from the next counter expected and wraps around after 32 bits; ours never wraps (then the keys must be renewed). */
function checkReconstruction({ params, expect: expected }: Vector): void {
  const { nextExpectedFullFCnt = 0, fCnt16 = 0 } = params ?? {};
  const highest = nextExpectedFullFCnt === 0 ? undefined : nextExpectedFullFCnt - 1;
  const [rebuilt = -1] = counterCandidates(fCnt16, highest);
  if (expected['fullFCnt'] === 0 && highest !== undefined && highest > 0xffff) expect(rebuilt).toBeLessThan(highest);
  else expect(rebuilt).toBe(expected['fullFCnt']);
}

type Ending = ClaimVerdict['verdict'] | 'mic_mismatch';
interface Received {
  readonly ending: Ending;
  readonly fCnt?: number;
  readonly next?: ClaimState;
}

/** The vectors' words for a verdict, and ours: theirs call every repeated counter but the last a replay; ours know the bytes within the window. */
const words: [theirs: RegExp, ours: Ending[]][] = [
  [/^accept/, ['forwarded']],
  [/^duplicate/, ['duplicate']],
  [/reuse/i, ['f_cnt_reused']],
  [/replay/i, ['duplicate', 'f_cnt_behind', 'f_cnt_reused']],
  [/reset/i, ['f_cnt_behind', 'f_cnt_reused']],
  [/reject/i, ['f_cnt_behind', 'f_cnt_reused', 'mic_mismatch']],
];

function checkSequence({ keys, frames = [] }: Vector): void {
  const nwkSKey = bytes(keys?.NwkSKey);
  let state: ClaimState | undefined;
  for (const [offset, { expect: word, ...sent }] of frames.entries()) {
    const { ending, fCnt, next } = receive(nwkSKey, state, parse(sent), offset);
    expect([word, words.find(([theirs]) => theirs.test(word))?.[1]]).toEqual([word, expect.arrayContaining([ending])]);
    if (ending !== 'mic_mismatch') expect(fCnt).toBe(sent.fullFCntAtSender);
    const gap = /gap=(\d+)/.exec(word)?.[1];
    if (gap !== undefined && next && state) expect(lostCounters(next) - lostCounters(state)).toBe(Number(gap));
    state = next ?? state;
  }
}

/** A verifier as small as can be: the first candidate whose MIC fits, then its claim. The bytes' MIC serves as their hash. */
function receive(nwkSKey: Uint8Array, state: ClaimState | undefined, frame: PhyPayload, offset: number): Received {
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  const candidates = counterCandidates(frame.fCnt16, state && highestCounter(state));
  const fCnt = candidates.find((candidate) => fitsMic(aes, nwkSKey, frame, candidate));
  if (fCnt === undefined) return { ending: 'mic_mismatch' };
  const hash = hex(frame.mic).padStart(16, '0');
  const claimed = claimFrame(state, { fCnt, hash, offset, resetTolerant: false, resent: false });
  return { ending: claimed.verdict, fCnt, ...(claimed.verdict === 'forwarded' ? { next: claimed.state } : {}) };
}
