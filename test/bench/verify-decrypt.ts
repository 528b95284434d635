import published from 'lora-packet';
import type { Aes } from '../../packages/lorawan/aes.ts';
import { fitsMic } from '../../packages/lorawan/data-mic.ts';
import { cryptFrmPayload } from '../../packages/lorawan/frm-payload.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { parsePhyPayload } from '../../packages/lorawan/phy-payload.ts';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { type RandomFrame, randomFrames } from './random-frames.ts';
import { spentTime } from './spent-time.ts';

const frameCount = 20_000;
const usualRuns = 9;

/** Its types speak of a `default` that Node does not see. */
const loraPacket = published as unknown as typeof published.default;

/** The plaintext of a frame whose MIC fits. */
type Reader = (frame: RandomFrame) => Uint8Array;

/** The same frames through our own LoRaWAN and through `lora-packet`, in turns: parse, verify, decrypt. */
export async function verifyDecrypt({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const aes = createNodeAes();
  const frames = randomFrames(aes, frameCount);
  const [us, them] = [readByUs(aes), readByThem];
  for (const read of [us, them]) mustRead(frames, read);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    ours.push(await framesPerSecond(frames, us));
    theirs.push(await framesPerSecond(frames, them));
  }
  return {
    name: 'verify-decrypt',
    about: `${frameCount} frames of 10 to 50 bytes under 1 000 sessions, both readers in turns in one process; times are CPU seconds`,
    figures: [
      { name: 'Vigie', unit: 'frames/s a core', runs: ours },
      { name: 'lora-packet', unit: 'frames/s a core', runs: theirs },
      { name: 'Vigie ÷ lora-packet', unit: '×', runs: ours.map((speed, run) => speed / (theirs[run] ?? Number.NaN)), goal: 10 },
    ],
  };
}

const readByUs =
  (aes: Aes): Reader =>
  ({ phyPayload, nwkSKey, appSKey, fCnt }) => {
    const frame = parsePhyPayload(phyPayload);
    if (frame.kind !== 'data' || !fitsMic(aes, nwkSKey, frame, fCnt)) throw new Error('Our own reader refuses a right frame.');
    const { devAddr, direction, frmPayload } = frame;
    return cryptFrmPayload(aes, appSKey, { devAddr, fCnt, direction }, frmPayload);
  };

const readByThem: Reader = ({ phyPayload, nwkSKey, appSKey, fCnt }) => {
  const upperHalf = Buffer.of((fCnt >>> 16) & 0xff, fCnt >>> 24);
  const frame = loraPacket.fromWire(phyPayload);
  if (!loraPacket.verifyMIC(frame, nwkSKey, undefined, upperHalf)) throw new Error('lora-packet refuses a right frame.');
  return loraPacket.decrypt(frame, appSKey, nwkSKey, upperHalf) ?? new Uint8Array();
};

/** A reader that is fast and wrong has no figure. Warms it up, too. */
function mustRead(frames: readonly RandomFrame[], read: Reader): void {
  for (const frame of frames) {
    if (Buffer.compare(read(frame), frame.plaintext) !== 0) throw new Error('A reader gives other bytes than were encrypted.');
  }
}

async function framesPerSecond(frames: readonly RandomFrame[], read: Reader): Promise<number> {
  const { cpu } = await spentTime(() => {
    for (const frame of frames) read(frame);
  });
  return frames.length / cpu;
}
