import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCfList } from '../../packages/lorawan/cf-list.ts';
import type { DataFrame } from '../../packages/lorawan/data-frame.ts';
import { cryptFOpts } from '../../packages/lorawan/f-opts.ts';
import { findSession } from '../../packages/lorawan/find-session.ts';
import { cryptFrmPayload } from '../../packages/lorawan/frm-payload.ts';
import { openJoinAccept } from '../../packages/lorawan/join-accept.ts';
import { fitsJoinRequest, fitsRejoinRequest } from '../../packages/lorawan/join-mic.ts';
import { createNobleAes } from '../../packages/lorawan/noble-aes.ts';
import { parsePhyPayload } from '../../packages/lorawan/phy-payload.ts';
import { readRelayedUplink } from '../../packages/lorawan/relayed-uplink.ts';
import { unwrapKey } from '../../packages/lorawan/unwrap-key.ts';
import type { Target } from './target.ts';

/** The other AES: that of node:crypto goes through every other test. */
const aes = createNobleAes();
const keyOf = (n: number) => new Uint8Array(16).fill(n);
const [key, kek] = [keyOf(1), keyOf(9)];
const keys11 = { fNwkSIntKey: key, sNwkSIntKey: keyOf(2), nwkSEncKey: keyOf(3), appSKey: keyOf(4) };
const candidates = [
  { keys: { fNwkSIntKey: keyOf(5) }, highest: 0x1_0000 },
  { keys: { fNwkSIntKey: keyOf(6) }, highest: 0x3_0000 },
  { keys: keys11, highest: 7 },
];
const joinRequest = parsePhyPayload(new Uint8Array(23));
const kinds = new Set(['data', 'join_request', 'rejoin_request', 'join_accept', 'proprietary', 'malformed']);

const seedFile = 'test/fuzz/seeds/lorawan.json';

/** A frame, and what follows once it is read; and the small contents inside frames. */
export function lorawanTargets(): Target[] {
  const { frames, contents } = JSON.parse(readFileSync(resolve(seedFile), 'utf8')) as Readonly<Record<'frames' | 'contents', string[]>>;
  return [
    { name: 'lorawan: frame', seeds: frames.map(bytesOf), read: readFrame },
    { name: 'lorawan: contents', seeds: contents.map(bytesOf), read: readContents },
  ];
}

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

function readFrame(input: Uint8Array): void {
  const frame = parsePhyPayload(input);
  if (!kinds.has(frame.kind)) throw new Error('A frame of a kind that does not exist.');
  if (frame.kind === 'data') readData(frame);
  if (frame.kind === 'join_request') fitsJoinRequest(aes, key, frame);
  if (frame.kind === 'rejoin_request') fitsRejoinRequest(aes, key, frame);
  if (frame.kind === 'join_accept' && joinRequest.kind === 'join_request') {
    openJoinAccept(aes, { appKey: key, nwkKey: kek }, { request: joinRequest, joinEui: joinRequest.joinEui }, frame);
  }
}

function readData(frame: DataFrame): void {
  const { devAddr, direction, fOpts, fPort, frmPayload } = frame;
  const context = { devAddr, direction, fCnt: frame.fCnt16 };
  const parts = frame.fOpts.length + frame.frmPayload.length + (fPort === undefined ? 0 : 1) + 12;
  if (parts !== frame.bytes.length) throw new Error('The parts of a frame are not the whole.');
  findSession(aes, candidates, frame);
  cryptFOpts(aes, key, context, fPort, fOpts);
  if (cryptFrmPayload(aes, key, context, frmPayload).length !== frmPayload.length) throw new Error('A plaintext of another length.');
}

function readContents(input: Uint8Array): void {
  readCfList(input);
  unwrapKey(aes, kek, input);
  const relayed = readRelayedUplink(input);
  if (relayed) parsePhyPayload(relayed.phyPayload);
}
