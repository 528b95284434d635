import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, BenchResult, Breakdown, Figure } from './bench-result.ts';
import { type CityRun, runCity } from './city-run.ts';
import { type Stack, stacksIn } from './cpu-profile.ts';
import { isIdle, placeOf } from './stack-place.ts';

const usualRuns = 3;

/** From an MQTT publish to the stored reading and its window, the whole of it; then once more under a profiler, to say where the time goes. */
export async function endToEnd({ runs = usualRuns, messages, profileFolder }: BenchOptions): Promise<BenchResult> {
  const done: CityRun[] = [];
  for (let run = 0; run < runs; run++) done.push(await runCity(messages));
  return {
    name: 'end-to-end',
    about: `${messages} messages of 3 readings from 1 000 devices, QoS 1, synchronous = FULL, until no stage lags; log and store checked`,
    figures: figuresOf(done, messages),
    breakdowns: [await profiled(messages, profileFolder)],
  };
}

function figuresOf(runs: readonly CityRun[], messages: number): Figure[] {
  const each = (name: string, unit: string, of: (run: CityRun) => number): Figure => ({ name, unit, runs: runs.map(of) });
  return [
    { ...each('stored', 'messages/s', ({ stored }) => messages / stored), goal: 6_000 },
    each('  until its window stands, after it was stored', 's', ({ stored, windows }) => windows - stored),
    each('acknowledged', 'messages/s', ({ acknowledged }) => messages / acknowledged),
    each('CPU of Vigie', 'µs/message', ({ cpu }) => cpu.main + cpu.codec + cpu.others),
    each('  its main thread', 'µs/message', ({ cpu }) => cpu.main),
    each('  its codec threads', 'µs/message', ({ cpu }) => cpu.codec),
    each('  its other threads (garbage collector, compiler)', 'µs/message', ({ cpu }) => cpu.others),
    each('CPU of Vigie afterwards, for the windows that remain', 'µs/message', ({ cpu }) => cpu.afterwards),
    each('CPU of the load generator, another process', 'µs/message', ({ cpu }) => cpu.generator),
  ];
}

async function profiled(messages: number, keep: string | undefined): Promise<Breakdown> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-profile-'));
  try {
    const { from, to, cpu } = await runCity(messages, ['--cpu-prof', '--cpu-prof-dir', folder]);
    const breakdown = breakdownOf(await stacksIn(folder, from, to), cpu.main);
    if (keep !== undefined) await cp(folder, keep, { recursive: true });
    return breakdown;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The busiest first: parts, with the services in columns. The profiler's clock runs on while the thread waits for a core or for the disk,
 * so its samples only share out the CPU time that the kernel has counted; what waits for the disk (log, series) gets too much of it.
 */
function breakdownOf(stacks: ReadonlyMap<Stack, number>, cpu: number): Breakdown {
  const busy = [...stacks].filter(([stack]) => !isIdle(stack));
  const seen = busy.reduce((all, [, time]) => all + time, 0);
  const cells = busy.map(([stack, time]) => ({ ...placeOf(stack), time: (cpu * time) / seen }));
  const sum = (wanted: (cell: (typeof cells)[number]) => boolean) => cells.filter(wanted).reduce((all, { time }) => all + time, 0);
  const busiest = (names: readonly string[], of: (name: string) => number) => [...new Set(names)].toSorted((a, b) => of(b) - of(a));
  const services = busiest(
    cells.map(({ service }) => service),
    (name) => sum(({ service }) => service === name),
  );
  const parts = busiest(
    cells.map(({ part }) => part),
    (name) => sum(({ part }) => part === name),
  );
  const row = (name: string, wanted: (cell: (typeof cells)[number]) => boolean) => ({
    name,
    values: [sum(wanted), ...services.map((one) => sum((cell) => wanted(cell) && cell.service === one))],
  });
  return {
    title: "the main thread's CPU µs a message in one more run, shared out by its profile: parts (rows) of services (columns)",
    columns: ['all', ...services],
    rows: [row('all', () => true), ...parts.map((one) => row(one, ({ part }) => part === one))],
  };
}
