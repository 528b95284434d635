import { expect } from '@jest/globals';
import type { DataFrame } from '../data-frame.ts';
import { sessionMic } from '../data-mic.ts';
import { cryptFOpts } from '../f-opts.ts';
import { cryptFrmPayload, frmPayloadKey } from '../frm-payload.ts';
import { parsePhyPayload } from '../phy-payload.ts';
import { readRelayedUplink } from '../relayed-uplink.ts';
import type { SessionKeys } from '../session-keys.ts';
import { type Transmission, type Verdict, verifyData } from '../verify-data.ts';
import { checkJoinRequest } from './check-join.ts';
import { aes, bytes, type Expected, hex, type Params, shared, type Vector } from './vector.ts';

/** The suites' words for the types of data frames. */
const mTypes = ['UnconfirmedDataUp', 'UnconfirmedDataDown', 'ConfirmedDataUp', 'ConfirmedDataDown'];
/** What other checks look at. */
const otherFields = ['relay', 'fCtrl', 'micValid', 'correctMicHex'];
const plaintexts = ['frmPayloadPlainHex', 'frmPayloadPlainText', 'decryptedWith', 'fOptsPlainHex', 'fOptsBlockAByte4'];

/** Reading, MIC, FOpts and FRMPayload of a data frame, as far as the vector speaks of them. */
export function checkFrame(vector: Vector): void {
  const frame = parsePhyPayload(bytes(vector.phyPayloadHex));
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  const { expect: expected } = vector;
  const told = fieldsOf(frame);
  expect(shared(expected, told)).toEqual(shared(told, expected));
  const unknown = Object.keys(expected).filter((name) => !(name in told) && ![...otherFields, ...plaintexts].includes(name));
  expect(unknown).toEqual([]);
  if (expected['fCtrl'] !== undefined) expect(frame.fCtrl).toEqual(expected['fCtrl']);
  checkMic(vector, frame);
  checkFOpts(vector, frame);
  checkFrmPayload(vector, frame);
}

/** A frame in the words of the vectors. */
const fieldsOf = (frame: DataFrame): Expected => ({
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

/** Of a downlink of 1.1 the FNwkSIntKey is not given, and not needed. */
function sessionKeysOf({ keys = {}, macVersion = '1.0' }: Vector): SessionKeys {
  const { NwkSKey, FNwkSIntKey, SNwkSIntKey, NwkSEncKey, AppSKey } = keys;
  const is11 = macVersion.startsWith('1.1');
  return {
    fNwkSIntKey: bytes((is11 ? (FNwkSIntKey ?? NwkSKey) : (NwkSKey ?? FNwkSIntKey)) ?? '00'.repeat(16)),
    ...(is11 && SNwkSIntKey ? { sNwkSIntKey: bytes(SNwkSIntKey) } : {}),
    ...(is11 && NwkSEncKey ? { nwkSEncKey: bytes(NwkSEncKey) } : {}),
    ...(AppSKey ? { appSKey: bytes(AppSKey) } : {}),
  };
}

const namesOfMicKeys = ['NwkSKey', 'FNwkSIntKey', 'SNwkSIntKey'];

function checkMic(vector: Vector, frame: DataFrame): void {
  const { params = {}, keys = {}, expect: expected } = vector;
  const { fCnt } = params;
  if (fCnt === undefined || !namesOfMicKeys.some((name) => name in keys)) return;
  const session = sessionKeysOf(vector);
  const verdict = verifyData(aes, session, frame, fCnt, transmissionOf(params));
  if (expected['micValid'] !== undefined) expect(verdict !== undefined).toBe(expected['micValid']);
  if (verdict?.strength === 32 && isWhole(session, params)) checkSearch(session, frame, fCnt, verdict);
  if (expected['correctMicHex'] !== undefined)
    expect(hex(sessionMic(aes, session, frame, fCnt, besideOf(frame, params)))).toBe(expected['correctMicHex']);
}

const isWhole = ({ sNwkSIntKey }: SessionKeys, { txDr, txCh }: Params) =>
  sNwkSIntKey !== undefined && txDr !== undefined && txCh !== undefined;

/** What is found with everything told is also found by searching, and then says less. */
function checkSearch(session: SessionKeys, frame: DataFrame, fCnt: number, { strength }: Verdict): void {
  const searched = verifyData(aes, session, frame, fCnt, { confFCnt: 0 });
  expect(searched?.strength).toBeLessThanOrEqual(strength);
}

/** Data rate and channel stand in the vectors' parameters for both, or for neither. */
const transmissionOf = ({ txDr, txCh, confFCnt }: Params): Transmission => ({
  ...(txDr === undefined ? {} : { txDrs: [txDr] }),
  ...(txCh === undefined ? {} : { txChs: [txCh] }),
  ...(confFCnt === undefined ? {} : { confFCnt }),
});

/** The trap of ConfFCnt: without the ACK bit it is 0, whatever the caller supplies. */
const besideOf = ({ fCtrl }: DataFrame, { txDr = 0, txCh = 0, confFCnt = 0 }: Params) => ({
  txDr,
  txCh,
  confFCnt: fCtrl.ack ? confFCnt : 0,
});

function checkFOpts({ keys = {}, params = {}, expect: { fOptsPlainHex } }: Vector, frame: DataFrame): void {
  if (fOptsPlainHex === undefined) return;
  const { devAddr, direction, fOpts, fPort } = frame;
  const context = { devAddr, direction, fCnt: params.fCnt ?? 0 };
  const plain = keys['NwkSEncKey'] === undefined ? fOpts : cryptFOpts(aes, bytes(keys['NwkSEncKey']), context, fPort, fOpts);
  expect(hex(plain)).toBe(fOptsPlainHex);
}

function checkFrmPayload(vector: Vector, frame: DataFrame): void {
  const { frmPayloadPlainHex, frmPayloadPlainText, decryptedWith, relay } = vector.expect;
  if ((frmPayloadPlainHex ?? frmPayloadPlainText) === undefined || frame.fPort === undefined) return;
  const { devAddr, direction, frmPayload, fPort } = frame;
  const session = sessionKeysOf(vector);
  const key = frmPayloadKey(session, fPort);
  if (decryptedWith !== undefined) expect(hex(key)).toBe(vector.keys?.[String(decryptedWith)]);
  if (key === undefined && frmPayload.length > 0) throw new Error('no key for this FPort');
  const plain = cryptFrmPayload(aes, key ?? bytes(''), { devAddr, direction, fCnt: vector.params?.fCnt ?? frame.fCnt16 }, frmPayload);
  if (frmPayloadPlainHex !== undefined) expect(hex(plain)).toBe(frmPayloadPlainHex);
  if (frmPayloadPlainText !== undefined) expect(Buffer.from(plain).toString()).toBe(frmPayloadPlainText);
  if (relay !== undefined) checkRelay(plain, relay as Relay);
}

interface Relay {
  readonly frequencyHz?: number;
  readonly endDevicePhyPayloadHex?: string;
  readonly endDevice?: Expected;
}

function checkRelay(plain: Uint8Array, { frequencyHz, endDevicePhyPayloadHex, endDevice }: Relay): void {
  const relayed = readRelayedUplink(plain);
  if (frequencyHz !== undefined) expect(relayed?.frequency).toBe(frequencyHz);
  if (endDevicePhyPayloadHex !== undefined) expect(hex(relayed?.phyPayload)).toBe(endDevicePhyPayloadHex);
  if (endDevice?.['mtype'] === 'JoinRequest')
    checkJoinRequest({ id: '', kind: '', phyPayloadHex: hex(relayed?.phyPayload), expect: endDevice });
}

/** FRMPayload alone. */
export function checkDecryption({ keys = {}, params, direction = 'up', frmPayloadHex, expect: expected }: Vector): void {
  const { devAddr = '', fCnt = 0 } = params ?? {};
  const [key] = Object.values(keys);
  expect(hex(cryptFrmPayload(aes, bytes(key), { devAddr, fCnt, direction }, bytes(frmPayloadHex)))).toBe(expected['plainHex']);
}

/** FOpts alone; where AFCntDown counts, an application's FPort stands for it. */
export function checkFOptsDecryption({ keys = {}, params, direction = 'up', fOptsHex, expect: expected }: Vector): void {
  const { devAddr = '', fCnt = 0, blockAByte4 = 1 } = params ?? {};
  const fPort = blockAByte4 === 2 ? 1 : undefined;
  const plain = cryptFOpts(aes, bytes(keys['NwkSEncKey']), { devAddr, fCnt, direction }, fPort, bytes(fOptsHex));
  expect(hex(plain)).toBe(expected['plainHex']);
}
