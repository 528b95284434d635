import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type SeededRandom, seededRandom } from '../../packages/testkit/seeded-random.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow, TrafficSummary } from '../../packages/testkit/traffic-row.ts';
import { resident } from '../bench/memory.ts';
import { lockFile } from '../path/file-lock.ts';
import { CutProxy } from './cut-proxy.ts';
import { judge, type Verdict } from './judge.ts';
import { rebuildProcess } from './rebuild-process.ts';
import { SmallDisk } from './small-disk.ts';
import { StandaloneProcess } from './standalone-process.ts';

export interface Plan {
  readonly seed: number;
  readonly devices: number;
  /** Messages a second. */
  readonly rate: number;
}

/** A process under load, and what a fault may touch of it. */
interface Stage {
  readonly vigie: StandaloneProcess;
  readonly proxy: CutProxy;
  readonly random: SeededRandom;
  readonly disk?: SmallDisk;
  readonly rows: readonly TrafficRow[];
}

/** Runs the load while `disturb` does its harm, lets everything settle, and judges by the record. */
export async function runScenario(
  plan: Plan,
  disturb: (stage: Stage) => Promise<void>,
  diskMegabytes?: number,
): Promise<Verdict & { summary: TrafficSummary; rebuilt: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-faults-'));
  const disk = diskMegabytes === undefined ? undefined : new SmallDisk(join(folder, 'disk'), diskMegabytes);
  const city = simulatedCity(plan);
  const vigie = await StandaloneProcess.prepare(folder, city.csv(), disk ? join(disk.folder, 'data') : undefined);
  try {
    await vigie.start();
    const proxy = await CutProxy.open(vigie.mqttPort);
    const stopping = new AbortController();
    const rows: TrafficRow[] = [];
    const running = simulate({
      broker: { url: `mqtt://127.0.0.1:${proxy.port}`, username: 'vigie', password: await vigie.password(), protocolVersion: 4 },
      ...{ losses: 0.02, copies: 0.2, forged: 0.05, replayed: 0.05, gps: true },
      ...plan,
      durationSeconds: 100_000,
      record: (row) => rows.push(row),
      signal: stopping.signal,
    });
    const random = seededRandom(`faults/${plan.seed}`);
    const disturbed = async () => {
      await disturb({ vigie, proxy, rows, random, ...(disk ? { disk } : {}) });
      // Once beside the load, and killed meanwhile.
      return rebuildProcess(vigie, { kills: 2, random });
    };
    const first = await Promise.race([running.then(() => undefined), disturbed()]);
    stopping.abort();
    const summary = await running;
    await vigie.settled();
    const second = await rebuildProcess(vigie, { kills: 0, random });
    await proxy.close();
    const code = await vigie.end('SIGTERM');
    const verdict = await judge(vigie.dataFolder, city, rows);
    const faults = [
      ...verdict.faults,
      ...(first?.faults ?? []),
      ...second.faults,
      ...(code === 0 ? [] : [`SIGTERM ended with code ${code}`]),
    ];
    return { ...verdict, faults, summary, rebuilt: second.replayed };
  } finally {
    await vigie.end('SIGKILL');
    disk?.unmount();
    await rm(folder, { recursive: true, force: true });
  }
}

/** SIGKILL at random instants, started again each time. */
export const kill =
  (times: number) =>
  async ({ vigie, random }: Stage) => {
    for (let n = 0; n < times; n++) {
      await delay(300 + random.next() * 2_500);
      await vigie.end('SIGKILL');
      await vigie.start();
    }
    await delay(1_500);
  };

/** The wire is cut, and falls silent, again and again. */
export const cutWire =
  (times: number) =>
  async ({ proxy, random }: Stage) => {
    for (let n = 0; n < times; n++) {
      await delay(200 + random.next() * 1_000);
      if (random.next() < 0.5) proxy.cut();
      else {
        proxy.hush();
        await delay(500 + random.next() * 1_500);
        proxy.speak();
      }
    }
    await delay(1_500);
  };

/** The series cannot be written for some minutes: messages go on to be taken and ended, readiness tells, memory stays as it is. */
export const refuseSeries =
  (minutes: number) =>
  async ({ vigie, rows }: Stage) => {
    await delay(10_000);
    const [before, acknowledged] = [await resident(vigie.pid), rows.length];
    const lock = lockFile(vigie.dataFolder, 'series.open.db');
    await delay(minutes * 60_000);
    const [after, ready] = [await resident(vigie.pid), await vigie.isReady()];
    lock.release();
    if (ready) throw new Error('Readiness does not tell that the series refuses.');
    if (rows.length < acknowledged + 100) throw new Error('Messages are not acknowledged while the series refuses.');
    if (after > before * 1.5 + 64)
      throw new Error(`Memory grew from ${Math.round(before)} to ${Math.round(after)} MiB while the series refused.`);
    await delay(12_000);
  };

/** The disk is full until acknowledgements have stopped, then relieved. */
export const fillDisk = async ({ vigie, disk, rows }: Stage) => {
  await delay(2_000);
  disk?.fill(256 * 1024);
  while ((await vigie.metric('vigie_ingest_waiting_messages')) === 0) await delay(50);
  await delay(3_000);
  const acknowledged = rows.length;
  await delay(2_000);
  if (rows.length > acknowledged + 1_000) throw new Error('Messages are still acknowledged while the disk is full.');
  disk?.relieve();
  await delay(12_000);
  if (rows.length <= acknowledged) throw new Error('Acknowledgements did not go on after the disk was relieved.');
};
