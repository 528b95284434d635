import { expect, test } from '@jest/globals';
import { buildDataFrame, type DataFrameContent } from './build-frame.ts';
import { dataMic, fitsMic } from './data-mic.ts';
import { cryptFrmPayload, frmPayloadKey } from './frm-payload.ts';
import { createNodeAes } from './node-aes.ts';
import { parsePhyPayload } from './phy-payload.ts';

const aes = createNodeAes();
const nwkSKey = Uint8Array.from(Buffer.from('44024241ed4ce9a68c6a8bc055233fd3', 'hex'));
const appSKey = Uint8Array.from(Buffer.from('ec925802ae430ca77fd3dd73cb2cc588', 'hex'));
const content: DataFrameContent = { confirmed: false, devAddr: '49be7df1', fCnt: 2, fPort: 1, plaintext: Buffer.from('test') };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const built = (given: Partial<DataFrameContent>) => {
  const frame = parsePhyPayload(buildDataFrame(aes, { fNwkSIntKey: nwkSKey, appSKey }, { ...content, ...given }));
  if (frame.kind !== 'data') throw new Error(`not a data frame: ${frame.kind}`);
  return frame;
};

test("lora-packet's own example, byte for byte", () => {
  expect(hex(built({}).bytes)).toBe('40f17dbe4900020001954378762b11ff0d');
});

test('truth 5: one bit changed anywhere, another counter or another key: the MIC does not fit', () => {
  const frame = built({ fOpts: Uint8Array.of(2) });
  expect(fitsMic(aes, nwkSKey, frame, 2)).toBe(true);
  expect(fitsMic(aes, nwkSKey, frame, 0x1_0002)).toBe(false);
  expect(fitsMic(aes, appSKey, frame, 2)).toBe(false);
  for (let bit = 0; bit < 8 * frame.bytes.length; bit++) {
    const bytes = Uint8Array.from(frame.bytes);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const changed = parsePhyPayload(bytes);
    if (changed.kind === 'data') expect(fitsMic(aes, nwkSKey, changed, 2)).toBe(false);
  }
});

test('all 32 bits of the counter enter MIC and keystream', () => {
  const low = built({ fCnt: 3 });
  const high = built({ fCnt: 0xffff_0003 });
  expect(high.fCnt16).toBe(3);
  expect(hex(high.mic)).not.toBe(hex(low.mic));
  expect(hex(high.frmPayload)).not.toBe(hex(low.frmPayload));
  expect(hex(dataMic(aes, nwkSKey, high, 0xffff_0003))).toBe(hex(high.mic));
});

test('MAC commands (FPort 0) and relays (FPort 226) are under the NwkSKey', () => {
  for (const fPort of [0, 226]) {
    const { devAddr, frmPayload } = built({ fPort });
    expect(Buffer.from(cryptFrmPayload(aes, nwkSKey, { devAddr, fCnt: 2, direction: 'up' }, frmPayload)).toString()).toBe('test');
  }
  expect(frmPayloadKey({ fNwkSIntKey: nwkSKey }, 225)).toBeUndefined();
});

test.each<[string, Partial<DataFrameContent>, string]>([
  ['16 bytes of FOpts', { fOpts: new Uint8Array(16) }, 'FOpts holds at most 15 bytes; 16 were given.'],
  ['FPort 0 with FOpts', { fPort: 0, fOpts: new Uint8Array(1) }, 'makes no valid frame'],
  ['too long', { plaintext: new Uint8Array(243) }, 'the longest has 255'],
  ['a short DevAddr', { devAddr: '49be7d' }, '8 hexadecimal digits; 6 characters were given'],
  ['no hexadecimal DevAddr', { devAddr: '49be7dfg' }, 'hexadecimal digits'],
])('refused: %s', (_, given, message) => {
  expect(() => built(given)).toThrow(message);
});

test('refused: a plaintext without FPort or without its key', () => {
  const { fPort, ...noPort } = content;
  expect(() => buildDataFrame(aes, { fNwkSIntKey: nwkSKey, appSKey }, noPort)).toThrow('needs an FPort');
  expect(() => buildDataFrame(aes, { fNwkSIntKey: nwkSKey }, content)).toThrow(`FPort ${fPort} is encrypted with the AppSKey; give it.`);
});
