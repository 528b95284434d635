import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { benchCity, spareDevices } from './bench-city.ts';
import { type BenchOptions, type BenchResult, quantile } from './bench-result.ts';
import { LoadProcess } from './load-process.ts';
import { Probe, probeUntil } from './probe.ts';
import { ThreeValueSender } from './three-value-sender.ts';
import { withVigie } from './with-vigie.ts';

const perSecond = 1_000;
const seconds = 20;
const warmUp = 5_000;
const usualRuns = 3;

/** While a city sends 1 000 messages a second: how long from the publish of a frame until its value is in the API. */
export async function visible({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const done: number[][] = [];
  for (let run = 0; run < runs; run++) done.push(await oneRun());
  const each = (name: string, part: number) => ({ name, unit: 'ms', runs: done.map((times) => quantile(times, part)) });
  return {
    name: 'visible',
    about: `from a publish to its value in /api/v1/datastreams, asked every 20 ms, at ${perSecond} messages/s for ${seconds} s; ${done[0]?.length} probes a run`,
    figures: [each('half of them within', 0.5), { ...each('99 of 100 within', 0.99), limit: 1_000 }],
  };
}

function oneRun(): Promise<number[]> {
  return withVigie({ tables: benchCity.csv() }, async (vigie) => {
    const password = await vigie.password();
    const broker = { url: `mqtt://127.0.0.1:${vigie.mqttPort}`, username: 'vigie', password };
    const load = await LoadProcess.start({ broker, count: warmUp + perSecond * seconds, end: Date.now(), mostInFlight: 4_000 });
    const probes = probesOf(2).map((sender) => new Probe(sender, vigie, password));
    try {
      await load.send(warmUp, perSecond);
      await probeUntil(Promise.resolve(), probes);
      return await probeUntil(load.send(perSecond * seconds, perSecond), probes);
    } finally {
      await Promise.all(probes.map((probe) => probe.close()));
      load.end();
    }
  });
}

export function probesOf(count: number): ThreeValueSender[] {
  const aes = createNodeAes();
  const { gateways, random } = benchCity;
  return spareDevices.slice(0, count).map((device, n) => new ThreeValueSender(device, gateways, random.named(`probe ${n}`), aes));
}
