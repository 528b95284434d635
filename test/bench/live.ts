import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { type BenchOptions, type BenchResult, median } from './bench-result.ts';
import { LiveListeners } from './live-listeners.ts';
import type { TellOrder, Told } from './live-server/orders.ts';

const main = new URL('./live-server/main.js', import.meta.url);
const perSecond = 100;
const seconds = 5;
const many = 500;
const usualRuns = 3;
const mebibyte = 2 ** 20;

/** Listeners of `/live` in this process, the city in another: what 500 of them cost more than one, at 100 readings a second. */
export async function live({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  const done: Awaited<ReturnType<typeof oneRun>>[] = [];
  for (let run = 0; run < runs; run++) done.push(await oneRun());
  const each = (name: string, unit: string, of: (run: (typeof done)[number]) => number) => ({ name, unit, runs: done.map(of) });
  const { one, all } = { one: `lag with 1 listener`, all: `lag with ${many} listeners` };
  return {
    name: 'live',
    about: `${many} listeners of /live at ${perSecond} readings a second for ${seconds} s, against one; each must get every reading once. Wanted: at most 100 MiB more`,
    figures: [
      each('memory for the others (RSS)', 'MiB', ({ few, lots }) => (lots.told.rss - few.told.rss) / mebibyte),
      each('  JavaScript’s heap and buffers of it', 'MiB', ({ few, lots }) => (held(lots.told) - held(few.told)) / mebibyte),
      each('CPU for the others', 'ms/s', ({ few, lots }) => 1_000 * (share(lots.told) - share(few.told))),
      each(`${one}, median`, 'ms', ({ few }) => median(few.lags)),
      each(`${all}, median`, 'ms', ({ lots }) => median(lots.lags)),
      each(`${all}, 99 of 100`, 'ms', ({ lots }) => quantile(lots.lags, 0.99)),
      each('lag ratio (medians)', 'times', ({ few, lots }) => median(lots.lags) / median(few.lags)),
    ],
  };
}

async function oneRun() {
  const child = fork(main, { execArgv: ['--expose-gc', '--enable-source-maps'] });
  const listeners = new LiveListeners();
  try {
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    await listeners.add(`${url}?events=observation`, 1);
    await measured(child, listeners, 0);
    const few = await measured(child, listeners, 1);
    await listeners.add(`${url}?events=observation,ending,minute`, many - 1);
    const lots = await measured(child, listeners, 2);
    return { few, lots };
  } finally {
    listeners.close();
    child.kill();
  }
}

async function measured(child: ChildProcess, listeners: LiveListeners, turn: number): Promise<{ told: Told; lags: number[] }> {
  const readings = perSecond * seconds;
  child.send({ readings, perSecond } satisfies TellOrder);
  const [told] = (await once(child, 'message')) as [Told];
  await listeners.have((turn + 1) * readings - 1);
  return { told, lags: listeners.takeExactly(turn * readings, readings) };
}

const held = ({ heap, buffers }: Told) => heap + buffers;
const share = ({ cpu, wall }: Told) => cpu / wall;

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? Number.NaN;
}
