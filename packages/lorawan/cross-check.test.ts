import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import published from 'lora-packet';
import { buildDataFrame, type DataFrameContent } from './build-frame.ts';
import { fitsMic } from './data-mic.ts';
import { cryptFrmPayload } from './frm-payload.ts';
import { createNodeAes } from './node-aes.ts';
import { parsePhyPayload } from './phy-payload.ts';

/** Random frames (20 000; `npm run test:frames` takes 100 000), each built by us and read by lora-packet (an independent implementation), field by field. */
const runs = Number(process.env['CROSS_CHECK_RUNS'] ?? 20);
const framesOfARun = 500;

/** Its types speak of a `default` that Node does not see. */
const loraPacket = published as unknown as typeof published.default;

const aes = createNodeAes();
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
const below = (n: number) => fc.integer({ min: 0, max: n - 1 });
const key = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));

/** All fields of a frame as numbers: drawing every byte of every frame would take longer than the cryptography. */
const draw = fc.record({
  kind: below(4),
  fCtrl: below(4),
  devAddr: below(2 ** 32),
  fCnt: below(2 ** 32),
  fPort: fc.integer({ min: 1, max: 225 }),
  fOptsLen: below(16),
  length: below(50),
  noise: below(950),
});
const draws = fc.array(draw, { minLength: framesOfARun, maxLength: framesOfARun });
const noise = fc.uint8Array({ minLength: 1024, maxLength: 1024 });

/** FOpts and plaintext are pieces of the run's noise. */
const contentOf = (draw: Drawn, noise: Uint8Array): DataFrameContent => ({
  direction: draw.kind % 2 === 0 ? 'up' : 'down',
  confirmed: draw.kind >= 2,
  devAddr: draw.devAddr.toString(16).padStart(8, '0'),
  fCnt: draw.fCnt,
  adr: draw.fCtrl % 2 === 0,
  ack: draw.fCtrl >= 2,
  fOpts: noise.subarray(draw.noise, draw.noise + draw.fOptsLen),
  fPort: draw.fPort,
  plaintext: noise.subarray(draw.noise + 16, draw.noise + 16 + draw.length),
});
type Drawn = typeof draw extends fc.Arbitrary<infer D> ? D : never;

test('100 000 random frames: lora-packet reads, verifies and decrypts what we build, as we do', () => {
  let frames = 0;
  fc.assert(
    fc.property(key, key, noise, draws, (nwkSKey, appSKey, noise, draws) => {
      const contents = draws.map((draw) => contentOf(draw, noise));
      const built = contents.map((content) => ({
        fCnt: content.fCnt,
        bytes: buildDataFrame(aes, { fNwkSIntKey: nwkSKey, appSKey }, content),
      }));
      const sent = contents.map(fieldsOf);
      expect(built.map(({ bytes, fCnt }) => readByUs(nwkSKey, appSKey, bytes, fCnt))).toEqual(sent);
      expect(built.map(({ bytes, fCnt }) => readByThem(nwkSKey, appSKey, bytes, fCnt))).toEqual(sent);
      frames += built.length;
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(frames).toBeGreaterThanOrEqual(runs * framesOfARun);
}, 120_000);

/** What was put in, as both readers tell it; the last field: the MIC fits. */
const fieldsOf = ({ direction, confirmed, devAddr, adr, ack, fCnt, fOpts, fPort, plaintext }: DataFrameContent): string =>
  [direction, confirmed, devAddr, adr, ack, fCnt % 2 ** 16, hex(fOpts), fPort, hex(plaintext), true].join();

function readByUs(nwkSKey: Buffer, appSKey: Buffer, phyPayload: Uint8Array, fCnt: number): string {
  const frame = parsePhyPayload(phyPayload);
  if (frame.kind !== 'data') return frame.kind;
  const { direction, confirmed, devAddr, fCtrl, fCnt16, fOpts, fPort, frmPayload } = frame;
  const plaintext = cryptFrmPayload(aes, appSKey, { devAddr, fCnt, direction }, frmPayload);
  const fits = fitsMic(aes, nwkSKey, frame, fCnt);
  return [direction, confirmed, devAddr, fCtrl.adr, fCtrl.ack, fCnt16, hex(fOpts), fPort, hex(plaintext), fits].join();
}

function readByThem(nwkSKey: Buffer, appSKey: Buffer, phyPayload: Uint8Array, fCnt: number): string {
  const frame = loraPacket.fromWire(Buffer.from(phyPayload));
  const upper = Buffer.of((fCnt >>> 16) & 0xff, fCnt >>> 24);
  const plaintext = loraPacket.decrypt(frame, appSKey, nwkSKey, upper);
  const fits = loraPacket.verifyMIC(frame, nwkSKey, undefined, upper);
  const fields = [frame.getDir(), frame.isConfirmed(), hex(frame.DevAddr), frame.getFCtrlADR(), frame.getFCtrlACK(), frame.getFCnt()];
  return [...fields, hex(frame.FOpts), frame.getFPort(), hex(plaintext), fits].join();
}
