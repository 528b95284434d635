import { isDeepStrictEqual } from 'node:util';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import type { Box } from '../../packages/codec/contract.ts';
import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';
import { normalise } from '../../packages/codec/normalise.ts';
import { openBox } from '../../packages/codec/open-box.ts';
import type { Aes } from '../../packages/lorawan/aes.ts';
import { fitsMic } from '../../packages/lorawan/data-mic.ts';
import { cryptFrmPayload } from '../../packages/lorawan/frm-payload.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { parsePhyPayload } from '../../packages/lorawan/phy-payload.ts';
import { SimulatedDevice, type Uplink } from '../../packages/testkit/simulated-device.ts';
import { benchCity } from './bench-city.ts';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { spentTime } from './spent-time.ts';

const model = 'decentlab/dl-pm';
const rounds = 20;
/** As decode hands them to the box. */
const batch = 500;
const usualRuns = 7;

interface SensorFrame extends Uplink {
  readonly nwkSKey: Uint8Array;
  readonly appSKey: Uint8Array;
}

/** What every frame goes through here: our LoRaWAN, then the device's own codec in the box. */
interface Path {
  readonly aes: Aes;
  readonly box: Box;
  readonly device: DeclaredDevice;
}

/** Verify, decrypt and run the DL-PM's codec in the box that decode uses, with its usual one thread. */
export async function codec({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const aes = createNodeAes();
  const device = (await loadCatalogue('firmware-decoders')).device(model);
  if (!device) throw new Error(`firmware-decoders holds no ${model}; run this from the repository's root.`);
  const frames = sensorFrames(aes);
  const box = openBox();
  try {
    const path = { aes, box, device };
    await mustDecode(frames, path);
    const spent = [];
    for (let run = 0; run < runs; run++) spent.push(await spentTime(() => decodeAll(frames, path)));
    return {
      name: 'codec',
      about: `${frames.length} frames of ${model} (14 values each) under 1 000 sessions: verify, decrypt, codec in the box`,
      figures: [
        { name: 'by CPU time of all threads', unit: 'frames/s a core', runs: spent.map(({ cpu }) => frames.length / cpu), goal: 20_000 },
        { name: 'by the clock, as busy as this machine is', unit: 'frames/s', runs: spent.map(({ wall }) => frames.length / wall) },
      ],
    };
  } finally {
    await box.close();
  }
}

function sensorFrames(aes: Aes): SensorFrame[] {
  const sensors = benchCity.devices.map((one, i) => new SimulatedDevice(one, benchCity.random.named(`sensor ${i}`), aes));
  const start = Date.UTC(2026, 2, 1);
  return Array.from({ length: rounds }, (_, round) => start + 600_000 * round).flatMap((time) =>
    sensors.map((sensor) => ({ ...sensor.uplink(time, benchCity.air(time)), ...sensor.identity })),
  );
}

async function decodeAll(frames: readonly SensorFrame[], path: Path): Promise<void> {
  for (let from = 0; from < frames.length; from += batch)
    await Promise.all(frames.slice(from, from + batch).map((frame) => decodeOne(frame, path)));
}

/** @returns the codec's data. */
async function decodeOne({ phyPayload, nwkSKey, appSKey, fCnt, time }: SensorFrame, { aes, box, device }: Path): Promise<unknown> {
  const frame = parsePhyPayload(phyPayload);
  if (frame.kind !== 'data' || !fitsMic(aes, nwkSKey, frame, fCnt)) throw new Error('A right frame is refused.');
  const { devAddr, direction, frmPayload, fPort = 0 } = frame;
  const bytes = cryptFrmPayload(aes, appSKey, { devAddr, fCnt, direction }, frmPayload);
  const output = await box.run(device.codec, { bytes, fPort, recvTime: time });
  if (output.outcome !== 'decoded') throw new Error(`The codec did not decode: ${output.outcome}, ${output.detail}`);
  return output.data;
}

/** Fast and wrong has no figure. Warms up, too. */
async function mustDecode(frames: readonly SensorFrame[], path: Path): Promise<void> {
  for (const frame of frames.slice(0, 2 * benchCity.devices.length)) {
    const { values } = normalise(await decodeOne(frame, path), path.device, { time: frame.time, receivedTime: frame.time });
    const got = Object.fromEntries(values.map(({ quantity, value }) => [quantity, value]));
    if (!isDeepStrictEqual(got, { ...frame.values })) throw new Error('The codec gives other values than the sensor measured.');
  }
  await decodeAll(frames, path);
}
