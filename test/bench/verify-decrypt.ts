import published from 'lora-packet';
import type { Aes } from '../../packages/lorawan/aes.ts';
import { fitsMic } from '../../packages/lorawan/data-mic.ts';
import { cryptFrmPayload } from '../../packages/lorawan/frm-payload.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { parsePhyPayload } from '../../packages/lorawan/phy-payload.ts';
import { verifyData } from '../../packages/lorawan/verify-data.ts';
import type { BenchOptions, BenchResult, Figure } from './bench-result.ts';
import { type RandomFrame, type RandomFrame11, randomFrames, randomFrames11 } from './random-frames.ts';
import { spentTime } from './spent-time.ts';

const frameCount = 20_000;
const usualRuns = 9;

/** Its types speak of a `default` that Node does not see. */
const loraPacket = published as unknown as typeof published.default;

/** The plaintext of a frame whose MIC fits. */
type Reader<F extends RandomFrame> = (frame: F) => Uint8Array;

/** The same frames through our own LoRaWAN and through `lora-packet`, in turns: parse, verify, decrypt. */
export async function verifyDecrypt({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const aes = createNodeAes();
  const figures10 = await compared('1.0', randomFrames(aes, frameCount), [readByUs(aes), readByThem], runs);
  const figures11 = await compared('1.1', randomFrames11(aes, frameCount), [readByUs11(aes), readByThem11], runs);
  return {
    name: 'verify-decrypt',
    about: `${frameCount} frames each of LoRaWAN 1.0 and 1.1, of 10 to 50 bytes under 1 000 sessions, both readers in turns in one process; times are CPU seconds`,
    figures: [...figures10, ...figures11],
  };
}

async function compared<F extends RandomFrame>(
  version: string,
  frames: readonly F[],
  [us, them]: readonly [Reader<F>, Reader<F>],
  runs: number,
): Promise<Figure[]> {
  for (const read of [us, them]) mustRead(frames, read);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    ours.push(await framesPerSecond(frames, us));
    theirs.push(await framesPerSecond(frames, them));
  }
  return [
    { name: `Vigie ${version}`, unit: 'frames/s a core', runs: ours },
    { name: `lora-packet ${version}`, unit: 'frames/s a core', runs: theirs },
    { name: `Vigie ÷ lora-packet ${version}`, unit: '×', runs: ours.map((speed, run) => speed / (theirs[run] ?? Number.NaN)), goal: 10 },
  ];
}

const readByUs =
  (aes: Aes): Reader<RandomFrame> =>
  ({ phyPayload, nwkSKey, appSKey, fCnt }) => {
    const frame = parsePhyPayload(phyPayload);
    if (frame.kind !== 'data' || !fitsMic(aes, nwkSKey, frame, fCnt)) throw new Error('Our own reader refuses a right frame.');
    const { devAddr, direction, frmPayload } = frame;
    return cryptFrmPayload(aes, appSKey, { devAddr, fCnt, direction }, frmPayload);
  };

const readByUs11 =
  (aes: Aes): Reader<RandomFrame11> =>
  ({ phyPayload, keys, appSKey, fCnt, txDr, txCh }) => {
    const frame = parsePhyPayload(phyPayload);
    const verdict = frame.kind === 'data' ? verifyData(aes, keys, frame, fCnt, { txDrs: [txDr], txChs: [txCh] }) : undefined;
    if (frame.kind !== 'data' || verdict?.strength !== 32) throw new Error('Our own reader refuses a right frame.');
    const { devAddr, direction, frmPayload } = frame;
    return cryptFrmPayload(aes, appSKey, { devAddr, fCnt, direction }, frmPayload);
  };

const readByThem: Reader<RandomFrame> = ({ phyPayload, nwkSKey, appSKey, fCnt }) => {
  const frame = loraPacket.fromWire(phyPayload);
  if (!loraPacket.verifyMIC(frame, nwkSKey, undefined, upperHalf(fCnt))) throw new Error('lora-packet refuses a right frame.');
  return loraPacket.decrypt(frame, appSKey, nwkSKey, upperHalf(fCnt)) ?? new Uint8Array();
};

const readByThem11: Reader<RandomFrame11> = ({ phyPayload, keys, appSKey, fCnt, txDr, txCh }) => {
  const frame = loraPacket.fromWire(phyPayload);
  const [forwarding, serving] = [keys.fNwkSIntKey as Buffer, keys.sNwkSIntKey as Buffer];
  const fits = loraPacket.verifyMIC(frame, forwarding, serving, upperHalf(fCnt), Buffer.of(0, 0, txDr, txCh));
  if (!fits) throw new Error('lora-packet refuses a right frame.');
  return loraPacket.decrypt(frame, appSKey, keys.nwkSEncKey as Buffer, upperHalf(fCnt)) ?? new Uint8Array();
};

const upperHalf = (fCnt: number): Buffer => Buffer.of((fCnt >>> 16) & 0xff, fCnt >>> 24);

/** A reader that is fast and wrong has no figure. Warms it up, too. */
function mustRead<F extends RandomFrame>(frames: readonly F[], read: Reader<F>): void {
  for (const frame of frames) {
    if (Buffer.compare(read(frame), frame.plaintext) !== 0) throw new Error('A reader gives other bytes than were encrypted.');
  }
}

async function framesPerSecond<F extends RandomFrame>(frames: readonly F[], read: Reader<F>): Promise<number> {
  const { cpu } = await spentTime(() => {
    for (const frame of frames) read(frame);
  });
  return frames.length / cpu;
}
