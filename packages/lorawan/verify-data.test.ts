import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildDataFrame, type DataFrameContent } from './build-frame.ts';
import type { DataFrame } from './data-frame.ts';
import { cryptFrmPayload, frmPayloadKey } from './frm-payload.ts';
import { createNodeAes } from './node-aes.ts';
import { parsePhyPayload } from './phy-payload.ts';
import { eu868 } from './regions/eu868.ts';
import { transmissionOf } from './regions/region.ts';
import type { SessionKeys } from './session-keys.ts';
import { anyDevAddr, anyKeys10, anyKeys11 } from './suite/any-keys.ts';
import { type Transmission, verifyData } from './verify-data.ts';

const aes = createNodeAes();
const keyOf = (n: number) => new Uint8Array(16).fill(n);
const keys10: SessionKeys = { fNwkSIntKey: keyOf(1), appSKey: keyOf(5) };
const keys11 = { fNwkSIntKey: keyOf(1), sNwkSIntKey: keyOf(2), nwkSEncKey: keyOf(3), appSKey: keyOf(5) };
const content: DataFrameContent = { confirmed: false, devAddr: '01020304', fCnt: 70_000, fPort: 7, plaintext: Uint8Array.of(1, 2, 3) };
const beside = { txDr: 5, txCh: 6, confFCnt: 513 };

function built(keys: SessionKeys, given: Partial<DataFrameContent> = {}): DataFrame {
  const frame = parsePhyPayload(buildDataFrame(aes, keys, { ...content, ...given }));
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  return frame;
}

const strength = (keys: SessionKeys, frame: DataFrame, known?: Transmission) => verifyData(aes, keys, frame, content.fCnt, known)?.strength;

describe('what a verdict of 1.1 says', () => {
  const told = { txDrs: [5], txChs: [6] };

  test('32 bits where data rate and channel are told', () => expect(strength(keys11, built(keys11, { beside }), told)).toBe(32));
  test('one bit less for each doubling of what was tried', () => {
    expect(strength(keys11, built(keys11, { beside }), { txDrs: [5], txChs: [4, 5, 6, 7] })).toBe(30);
    expect(strength(keys11, built(keys11, { beside }))).toBe(24);
  });
  test('a channel that the network gave: 13 are tried', () => {
    const heard = transmissionOf(eu868, { frequency: 867_700_000, spreadingFactor: 7, bandwidth: 125_000 });
    expect(strength(keys11, built(keys11, { beside }), heard)).toBeCloseTo(32 - Math.log2(13));
  });
  test('another data rate or channel than was told does not fit', () => {
    expect(strength(keys11, built(keys11, { beside }), { ...told, txChs: [7] })).toBeUndefined();
    expect(strength(keys11, built(keys11, { beside }), { ...told, txDrs: [4] })).toBeUndefined();
  });
  test('an acknowledged counter that is not known leaves half of the MIC', () => {
    const frame = built(keys11, { beside, ack: true });
    expect(strength(keys11, frame, told)).toBe(16);
    expect(strength(keys11, frame, { ...told, confFCnt: 513 })).toBe(32);
    expect(strength(keys11, frame, { ...told, confFCnt: 514 })).toBeUndefined();
  });
  test('without the ACK bit the counter is 0, whatever the caller says', () => {
    expect(strength(keys11, built(keys11, { beside }), { ...told, confFCnt: 513 })).toBe(32);
  });
  test('without the SNwkSIntKey half of an uplink can be checked, and nothing of a downlink', () => {
    const { sNwkSIntKey: _, ...forwarding } = keys11;
    expect(strength(forwarding, built(keys11, { beside }), told)).toBe(16);
    expect(strength(forwarding, built(keys11, { direction: 'down' }))).toBeUndefined();
  });
  test('a device of 1.1 on a server of 1.0 signs with the one key: 32 bits', () => {
    expect(strength(keys11, built(keys10))).toBe(32);
  });
  test('a device of 1.0 has no use for a frame of 1.1', () => expect(strength(keys10, built(keys11, { beside }), told)).toBeUndefined());
  test('a downlink: 32 bits, with the counter that it acknowledges', () => {
    expect(strength(keys11, built(keys11, { direction: 'down' }))).toBe(32);
    const acknowledging = built(keys11, { direction: 'down', ack: true, beside: { confFCnt: 9 } });
    expect(strength(keys11, acknowledging, { confFCnt: 9 })).toBe(32);
    expect(strength(keys11, acknowledging, { confFCnt: 8 })).toBeUndefined();
    expect(strength(keys11, acknowledging)).toBeUndefined();
  });
});

const anyKeys = fc.oneof(anyKeys10, anyKeys11);
const anyContent = fc.record({
  direction: fc.constantFrom('up' as const, 'down' as const),
  confirmed: fc.boolean(),
  devAddr: anyDevAddr,
  fCnt: fc.integer({ min: 0, max: 0xffff_ffff }),
  adr: fc.boolean(),
  ack: fc.boolean(),
  fPort: fc.integer({ min: 1, max: 255 }),
  fOpts: fc.uint8Array({ maxLength: 15 }),
  plaintext: fc.uint8Array({ maxLength: 40 }),
  beside: fc.record({ confFCnt: fc.nat(0xffff), txDr: fc.nat(15), txCh: fc.nat(95) }),
});
const knownOf = ({ beside: { confFCnt, txDr, txCh } }: { beside: typeof beside }) => ({ confFCnt, txDrs: [txDr], txChs: [txCh] });

test('truth 5: any flipped bit of a frame of 1.0 or 1.1, or another counter, never verifies', () => {
  fc.assert(
    fc.property(anyKeys, anyContent, fc.integer({ min: 1, max: 0xffff }), (keys, content, epochs) => {
      const frame = built(keys, content);
      expect(verifyData(aes, keys, frame, content.fCnt, knownOf(content))?.strength).toBe(32);
      expect(verifyData(aes, keys, frame, (content.fCnt + epochs * 0x1_0000) % 2 ** 32, knownOf(content))).toBeUndefined();
      for (let bit = 0; bit < 8 * frame.bytes.length; bit++) {
        const bytes = Uint8Array.from(frame.bytes);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = parsePhyPayload(bytes);
        if (changed.kind === 'data') expect(verifyData(aes, keys, changed, content.fCnt, knownOf(content))).toBeUndefined();
      }
    }),
    { numRuns: 10 },
  );
});

test('what is built is read back', () => {
  fc.assert(
    fc.property(anyKeys, anyContent, (keys, content) => {
      const { devAddr, direction, fCtrl, confirmed, fCnt16, fPort, frmPayload } = built(keys, content);
      const key = frmPayloadKey(keys, content.fPort) ?? keyOf(0);
      const plaintext = cryptFrmPayload(aes, key, { devAddr, direction, fCnt: content.fCnt }, frmPayload);
      const read = { devAddr, direction, confirmed, fPort, adr: fCtrl.adr, ack: fCtrl.ack, fCnt: fCnt16, plaintext };
      const { fOpts: _, beside: __, ...sent } = content;
      expect(read).toEqual({ ...sent, fCnt: content.fCnt & 0xffff });
    }),
    { numRuns: 100 },
  );
});
