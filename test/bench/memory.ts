import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { benchCity } from './bench-city.ts';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { LoadProcess } from './load-process.ts';
import { withVigie } from './with-vigie.ts';

const perSecond = 200;
const warmUpSeconds = 30;
const lookEvery = 5_000;

/** Resident memory of a city that sends 200 messages a second (a metropolis sends 8), over some minutes. */
export async function memory({ minutes }: BenchOptions): Promise<BenchResult> {
  const seen = await withVigie({ tables: benchCity.csv() }, async (vigie) => {
    const broker = { url: `mqtt://127.0.0.1:${vigie.mqttPort}`, username: 'vigie', password: await vigie.password() };
    const [warmUp, measured] = [warmUpSeconds * perSecond, minutes * 60 * perSecond];
    const load = await LoadProcess.start({ broker, count: warmUp + measured, end: Date.now(), mostInFlight: 1_000 });
    try {
      await load.send(warmUp, perSecond);
      return await residentUntil(load.send(measured, perSecond), vigie.pid);
    } finally {
      load.end();
    }
  });
  const [third, twoThirds] = [Math.floor(seen.length / 3), Math.floor((2 * seen.length) / 3)];
  const growth = mean(seen.slice(twoThirds)) / mean(seen.slice(0, third));
  return {
    name: 'memory',
    about: `resident memory of Vigie at ${perSecond} messages/s for ${minutes} min, every 5 s, after ${warmUpSeconds} s`,
    figures: [
      { name: 'resident', unit: 'MiB', runs: seen },
      { name: 'last third against first third', unit: 'times', runs: [growth], limit: 1.1 },
    ],
  };
}

async function residentUntil(end: Promise<unknown>, pid: number): Promise<number[]> {
  let ended = false;
  const over = end.finally(() => {
    ended = true;
  });
  const seen: number[] = [];
  while (!ended) {
    seen.push(await resident(pid));
    await Promise.race([over, delay(lookEvery)]);
  }
  await over;
  return seen;
}

/** MiB; proc(5), `status`. */
export async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
