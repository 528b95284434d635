import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { cityTables } from '../../packages/testkit/city-tables.ts';
import { ingestSettings } from '../../services/ingest/config.ts';
import type { StandaloneProcess } from '../faults/standalone-process.ts';
import { benchCity, spareDevices } from './bench-city.ts';
import { type BenchOptions, type BenchResult, quantile } from './bench-result.ts';
import { evenly } from './evenly.ts';
import { LoadProcess } from './load-process.ts';
import { openPublisher, Probe, probeUntil } from './probe.ts';
import { ThreeValueSender } from './three-value-sender.ts';
import { probesOf } from './visible.ts';
import { withVigie } from './with-vigie.ts';

/** A device's codec that nothing interrupts, and one that sends as no device may. */
const disturbances = { stuck: 20, flood: 1_000 } as const;
type Kind = 'quiet' | keyof typeof disturbances;
const order: readonly Kind[] = ['quiet', 'stuck', 'flood'];

const ordinary = 100;
const secondsEach = 10;
const turns = 3;
const usualRuns = 1;
const probeCount = 4;
const stuckModel = 'test/stuck';
/** Other benchmarks lift it. */
const usualShare = String(ingestSettings.parse({}).embedded.mostPerSecond);

/** Truth 7: how much later others' values come while one device has a codec that always hits its limit, or floods. In turns, in one process. */
export async function neighbours({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const done: Record<Kind, number[]>[] = [];
  for (let run = 0; run < runs; run++) done.push(await oneRun());
  const each = (name: string, unit: string, of: (run: Record<Kind, number[]>) => number) => ({ name, unit, runs: done.map(of) });
  const p99 = (times: readonly number[]) => quantile(times, 0.99);
  return {
    name: 'neighbours',
    about: `others at ${ordinary} messages/s, ${turns} times ${secondsEach} s each: alone; beside a device whose codec gets stuck, ${disturbances.stuck} frames/s; beside a device that sends ${disturbances.flood} frames/s`,
    figures: [
      each('alone: half of them within', 'ms', ({ quiet }) => quantile(quiet, 0.5)),
      each('alone: 99 of 100 within', 'ms', ({ quiet }) => p99(quiet)),
      each('beside the stuck codec: half', 'ms', ({ stuck }) => quantile(stuck, 0.5)),
      each('beside the stuck codec: 99 of 100', 'ms', ({ stuck }) => p99(stuck)),
      each('  half, against alone', 'times', ({ quiet, stuck }) => quantile(stuck, 0.5) / quantile(quiet, 0.5)),
      { ...each('  99 of 100, against alone', 'times', ({ quiet, stuck }) => p99(stuck) / p99(quiet)), limit: 1.1 },
      each('beside the flood: half', 'ms', ({ flood }) => quantile(flood, 0.5)),
      each('beside the flood: 99 of 100', 'ms', ({ flood }) => p99(flood)),
      each('  half, against alone', 'times', ({ quiet, flood }) => quantile(flood, 0.5) / quantile(quiet, 0.5)),
      { ...each('  99 of 100, against alone', 'times', ({ quiet, flood }) => p99(flood) / p99(quiet)), limit: 1.1 },
    ],
  };
}

async function oneRun(): Promise<Record<Kind, number[]>> {
  const catalogue = await stuckCatalogue();
  try {
    const settings = { VIGIE_DECODE_CATALOGUE: catalogue, VIGIE_INGEST_EMBEDDED_MOST_PER_SECOND: usualShare };
    return await withVigie({ tables: stuckTables(), settings }, measureInTurns);
  } finally {
    await rm(catalogue, { recursive: true });
  }
}

/** The last device but one has the codec that gets stuck; the last one floods. */
const stuckDevice = spareDevices.at(-2);
const floodDevice = spareDevices.at(-1);

function stuckTables() {
  const spares = spareDevices.map((device) => (device === stuckDevice ? { ...device, model: stuckModel } : device));
  return cityTables([...benchCity.devices, ...spares]);
}

/** The city's devices, and one with a codec that is stuck in a built-in of the engine's own. */
async function stuckCatalogue(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-catalogue-'));
  const [from, to] = ['decentlab/dl-pm', stuckModel].map((model) => join(folder, model)) as [string, string];
  await cp('firmware-decoders', folder, { recursive: true });
  await mkdir(to, { recursive: true });
  const declaration = await readFile(join(from, 'device.yaml'), 'utf8');
  await writeFile(join(to, 'device.yaml'), declaration.replace('id: decentlab', 'id: test').replace('id: dl-pm', 'id: stuck'));
  await writeFile(join(to, 'codec.js'), 'function decodeUplink() { return { data: { at: new Array(4e9).indexOf(1) } }; }\n');
  await cp(join(from, 'examples.json'), join(to, 'examples.json'));
  return folder;
}

async function measureInTurns(vigie: StandaloneProcess): Promise<Record<Kind, number[]>> {
  const password = await vigie.password();
  const broker = { url: `mqtt://127.0.0.1:${vigie.mqttPort}`, username: 'vigie', password };
  const count = ordinary * secondsEach * order.length * (turns + 1);
  const load = await LoadProcess.start({ broker, count, end: Date.now(), mostInFlight: 1_000 });
  const probes = probesOf(probeCount).map((sender) => new Probe(sender, vigie, password));
  const disturbers = new Map(order.map((kind) => [kind, disturberOf(kind, vigie, password)]));
  const found: Record<Kind, number[]> = { quiet: [], stuck: [], flood: [] };
  try {
    for (let turn = 0; turn <= turns; turn++) {
      for (const kind of order) {
        const stop = new AbortController();
        const disturbed = disturbers.get(kind)?.(stop.signal);
        const times = await probeUntil(load.send(ordinary * secondsEach, ordinary), probes);
        stop.abort();
        await disturbed;
        // The first turn warms up.
        if (turn > 0) found[kind].push(...times);
        await delay(500);
      }
    }
    return found;
  } finally {
    await Promise.all(probes.map((probe) => probe.close()));
    load.end();
  }
}

/** Sends until it is told to stop; a counter is used once. */
function disturberOf(kind: Kind, vigie: StandaloneProcess, password: string): (signal: AbortSignal) => Promise<void> {
  const device = kind === 'stuck' ? stuckDevice : floodDevice;
  if (kind === 'quiet' || !device) return async () => {};
  const sender = new ThreeValueSender(device, benchCity.gateways, benchCity.random.named(kind), createNodeAes());
  let fCnt = 0;
  return async (signal) => {
    const publisher = openPublisher(vigie, password);
    for await (const _ of evenly(disturbances[kind], undefined, signal)) {
      if (!publisher.hasRoom) await publisher.until(() => publisher.hasRoom);
      publisher.publish(sender.uplink(++fCnt, Date.now()).event, () => {});
    }
    await publisher.until(() => publisher.inFlight === 0);
    await publisher.close();
  };
}
