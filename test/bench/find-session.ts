import type { Aes } from '../../packages/lorawan/aes.ts';
import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import type { DataFrame } from '../../packages/lorawan/data-frame.ts';
import { type Candidate, findSession } from '../../packages/lorawan/find-session.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { parsePhyPayload } from '../../packages/lorawan/phy-payload.ts';
import type { SessionKeys } from '../../packages/lorawan/session-keys.ts';
import { benchCity } from './bench-city.ts';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { spentTime } from './spent-time.ts';

const sessionCount = 1_000;
/** So that half of the sessions have counters that a frame may have in three ways. */
const highestCounter = 2 * 0x1_0000;
const [frameCount, usualRuns] = [300, 7];
const devAddr = '260b5e3c';
const random = benchCity.random.named('one address');

/** Frames of a DevAddr that 1 000 sessions have, of one of them and of none. */
export async function findSessions({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const aes = createNodeAes();
  const candidates = Array.from({ length: sessionCount }, () => ({ keys: drawnKeys(), highest: random.integer(highestCounter) }));
  const matching = Array.from({ length: frameCount }, () => frameOf(aes, random.pick(candidates)));
  const failing = Array.from({ length: frameCount }, () => frameOf(aes, { ...random.pick(candidates), keys: drawnKeys() }));
  mustFind(aes, candidates, matching, true);
  mustFind(aes, candidates, failing, false);
  const [found, refused]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    found.push(await framesPerSecond(aes, candidates, matching));
    refused.push(await framesPerSecond(aes, candidates, failing));
  }
  return {
    name: 'find-session',
    about: `one DevAddr with ${sessionCount} sessions, frames with 20 bytes of payload; times are CPU seconds`,
    figures: [
      { name: 'of one of them', unit: 'frames/s a core', runs: found, goal: 1_000 },
      { name: 'of none', unit: 'frames/s a core', runs: refused, goal: 300 },
    ],
  };
}

const drawnKeys = (): SessionKeys => ({ fNwkSIntKey: random.bytes(16), appSKey: random.bytes(16) });

function frameOf(aes: Aes, { keys, highest = 0 }: Candidate): DataFrame {
  const content = { confirmed: false, devAddr, fCnt: highest + 1, fPort: 1, plaintext: random.bytes(20) };
  const frame = parsePhyPayload(buildDataFrame(aes, keys, content));
  if (frame.kind !== 'data') throw new Error(`A data frame was built and read as ${frame.kind}.`);
  return frame;
}

/** What is fast and wrong has no figure. Warms it up, too. */
function mustFind(aes: Aes, candidates: readonly Candidate[], frames: readonly DataFrame[], right: boolean): void {
  for (const frame of frames) {
    if ((findSession(aes, candidates, frame) !== undefined) !== right)
      throw new Error('A session was missed, or found for a frame of none.');
  }
}

async function framesPerSecond(aes: Aes, candidates: readonly Candidate[], frames: readonly DataFrame[]): Promise<number> {
  const { cpu } = await spentTime(() => {
    for (const frame of frames) findSession(aes, candidates, frame);
  });
  return frames.length / cpu;
}
