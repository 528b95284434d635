import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import published from 'lora-packet';
import { buildDataFrame, type DataFrameContent } from './build-frame.ts';
import { deriveSession11 } from './derive-session.ts';
import { cryptFOpts } from './f-opts.ts';
import { cryptFrmPayload } from './frm-payload.ts';
import { createNodeAes } from './node-aes.ts';
import { parsePhyPayload } from './phy-payload.ts';
import { deriveJoinKeys } from './root-keys.ts';
import { anyDevAddr, anyKey } from './suite/any-keys.ts';
import { verifyData } from './verify-data.ts';

/** Frames of LoRaWAN 1.1 (600; `npm run test:frames` takes 10 000), each built by us and read by lora-packet (an independent implementation). */
const runs = Number(process.env['CROSS_CHECK_RUNS'] ?? 6);
const framesOfARun = 50;

/** Its types speak of a `default` that Node does not see. */
const loraPacket = published as unknown as typeof published.default;

const aes = createNodeAes();
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const key = anyKey.map((bytes) => Buffer.from(bytes));
const keys = fc.record({ fNwkSIntKey: key, sNwkSIntKey: key, nwkSEncKey: key, appSKey: key });
type Keys = typeof keys extends fc.Arbitrary<infer K> ? K : never;

/** Without FPort 0: there lora-packet signs ConfFCnt without the ACK bit, against 1.1 §4.4. */
const content = fc.record({
  direction: fc.constantFrom('up' as const, 'down' as const),
  confirmed: fc.boolean(),
  devAddr: anyDevAddr,
  fCnt: fc.integer({ min: 0, max: 0xffff_ffff }),
  ack: fc.boolean(),
  fPort: fc.integer({ min: 1, max: 225 }),
  fOpts: fc.uint8Array({ maxLength: 15 }),
  plaintext: fc.uint8Array({ maxLength: 50 }),
  beside: fc.record({ confFCnt: fc.nat(0xffff), txDr: fc.nat(15), txCh: fc.nat(95) }),
});
type Content = typeof content extends fc.Arbitrary<infer C> ? C : never;

test('10 000 random frames of 1.1: lora-packet reads, verifies and decrypts what we build, as we do', () => {
  const contents = fc.array(content, { minLength: framesOfARun, maxLength: framesOfARun });
  fc.assert(
    fc.property(keys, contents, (keys, contents) => {
      const built = contents.map((content) => ({ content, bytes: buildDataFrame(aes, keys, content) }));
      const sent = contents.map(({ fOpts, plaintext }) => [hex(fOpts), hex(plaintext), true].join());
      expect(built.map(({ bytes, content }) => readByUs(keys, bytes, content))).toEqual(sent);
      expect(built.map(({ bytes, content }) => readByThem(keys, bytes, content))).toEqual(sent);
    }),
    { numRuns: runs, endOnFailure: true },
  );
}, 120_000);

test('random joins: lora-packet derives the same keys of sessions and devices', () => {
  const eui = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(key, key, eui, eui, fc.nat(0xff_ffff), fc.nat(0xffff), (appKey, nwkKey, joinEui, devEui, joinNonce, devNonce) => {
      const session = deriveSession11(aes, { appKey, nwkKey }, { joinNonce, devNonce }, hex(joinEui));
      const { jsIntKey, jsEncKey } = deriveJoinKeys(aes, nwkKey, hex(devEui));
      const theirs = loraPacket.generateSessionKeys11(appKey, nwkKey, joinEui, bigEndian(joinNonce, 3), bigEndian(devNonce, 2));
      const { JSIntKey, JSEncKey } = loraPacket.generateJSKeys(nwkKey, devEui);
      expect(inHex({ ...session, jsIntKey, jsEncKey })).toEqual(
        inHex({
          fNwkSIntKey: theirs.FNwkSIntKey,
          appSKey: theirs.AppSKey,
          sNwkSIntKey: theirs.SNwkSIntKey,
          nwkSEncKey: theirs.NwkSEncKey,
          jsIntKey: JSIntKey,
          jsEncKey: JSEncKey,
        }),
      );
    }),
    { numRuns: 40 },
  );
});

const bigEndian = (value: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
};

const inHex = (keys: Readonly<Record<string, Uint8Array>>) =>
  Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, hex(key)]));

/** FOpts, FRMPayload, and whether the MIC fits wholly. */
function readByUs(keys: Keys, phyPayload: Uint8Array, { fCnt, beside }: Content & DataFrameContent): string {
  const frame = parsePhyPayload(phyPayload);
  if (frame.kind !== 'data') return frame.kind;
  const { devAddr, direction, fOpts, fPort, frmPayload } = frame;
  const context = { devAddr, direction, fCnt };
  const verdict = verifyData(aes, keys, frame, fCnt, { txDrs: [beside.txDr], txChs: [beside.txCh], confFCnt: beside.confFCnt });
  const plain = cryptFOpts(aes, keys.nwkSEncKey, context, fPort, fOpts);
  return [hex(plain), hex(cryptFrmPayload(aes, keys.appSKey, context, frmPayload)), verdict?.strength === 32].join();
}

/** It wants ConfFCnt big-endian for an uplink and little-endian for a downlink, there with no look at the ACK bit; its second key is the SNwkSIntKey. */
function readByThem(
  { fNwkSIntKey, sNwkSIntKey, nwkSEncKey, appSKey }: Keys,
  phyPayload: Uint8Array,
  { fCnt, ack, beside }: Content,
): string {
  const frame = loraPacket.fromWire(Buffer.from(phyPayload));
  const upper = Buffer.of((fCnt >>> 16) & 0xff, fCnt >>> 24);
  const [low, high] = ack ? [beside.confFCnt & 0xff, beside.confFCnt >> 8] : [0, 0];
  const signed = frame.getDir() === 'up' ? Buffer.of(high, low, beside.txDr, beside.txCh) : Buffer.of(low, high);
  const fits = loraPacket.verifyMIC(frame, fNwkSIntKey, sNwkSIntKey, upper, signed);
  // After the rest: it changes the frame.
  const frmPayload = loraPacket.decrypt(frame, appSKey, nwkSEncKey, upper);
  const fOpts = frame.FOpts?.length ? frame.decryptFOpts(nwkSEncKey, undefined, upper) : undefined;
  return [hex(fOpts), hex(frmPayload), fits].join();
}
