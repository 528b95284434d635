import { cp, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchOptions, type BenchResult, type Breakdown, type Figure, quantile } from './bench-result.ts';
import { runCity } from './city-run.ts';
import { startBenchServers } from './cluster/bench-servers.ts';
import { type Replay, replay } from './cluster/replay.ts';
import { type ClusterRun, runWholePath } from './cluster/whole-path.ts';
import { isIdle, placeOf } from './stack-place.ts';

const usualRuns = 1;
const readingsEach = 3;
/** A log that is decoded in fewer batches than this makes shows nothing but the first of them. */
const fewestReplayed = 20_000;
/** Telegraf 1.39.3, `mqtt_consumer` to InfluxDB 2.8.0 on the same kind of machine: CPU seconds for 100 000 messages, in its slower configuration. */
const telegrafPerCpuSecond = 100_000 / 4.8;

interface Run {
  readonly load: number;
  readonly standalone: number;
  readonly whole: ClusterRun;
  readonly one: Replay;
  readonly two: Replay;
  readonly profiled: Replay;
}

/** The same city on Kafka, InfluxDB and Mosquitto with each service as a process, all on this machine, standalone beside it. */
export async function cluster({ runs = usualRuns, messages, profileFolder }: BenchOptions): Promise<BenchResult> {
  const done: Run[] = [];
  for (let run = 0; run < runs; run++) done.push(await oneRun(messages, profileFolder));
  const [first] = done;
  return {
    name: 'cluster',
    about: `${messages} messages of ${readingsEach} readings, QoS 1 through Mosquitto, Kafka and InfluxDB, five processes of ours and three servers on this machine; log and store checked`,
    figures: figuresOf(done, messages),
    breakdowns: first ? [breakdownOf(first.profiled)] : [],
  };
}

async function oneRun(messages: number, keep: string | undefined): Promise<Run> {
  const standalone = messages / (await runCity(messages)).stored;
  const servers = await startBenchServers();
  const profiles = await mkdtemp(join(tmpdir(), 'vigie-profile-'));
  try {
    const whole = await runWholePath(servers, messages);
    const replayed = Math.max(messages, fewestReplayed);
    const one = await replay(servers, { workers: 1, messages: replayed });
    const two = await replay(servers, { workers: 2, messages: replayed });
    const profiled = await replay(servers, { workers: 1, messages: replayed, profiles });
    if (keep !== undefined) await cp(profiles, keep, { recursive: true });
    return { load: loadavg()[0] ?? Number.NaN, standalone, whole, one, two, profiled };
  } finally {
    await servers.dispose();
    await rm(profiles, { recursive: true, force: true });
  }
}

function figuresOf(runs: readonly Run[], messages: number): Figure[] {
  const each = (name: string, unit: string, of: (run: Run) => number): Figure => ({ name, unit, runs: runs.map(of) });
  const names = (of: (run: ClusterRun) => ReadonlyMap<string, number>) => [...new Set(runs.flatMap(({ whole }) => [...of(whole).keys()]))];
  const rates = [...new Set(runs.map(({ whole }) => whole.rate))].join(' or ');
  const probes = runs.reduce((all, { whole }) => all + whole.visible.length, 0);
  return [
    each('load average of the machine meanwhile', '', ({ load }) => load),
    each('standalone, in the same run: stored', 'messages/s', ({ standalone }) => standalone),
    { ...each('stored', 'messages/s', ({ whole }) => messages / whole.stored), goal: 2_500 },
    each('  ÷ standalone', 'times', ({ standalone, whole }) => messages / whole.stored / standalone),
    each('  until its window stands, after it was stored', 's', ({ whole }) => whole.windows - whole.stored),
    each('acknowledged by Mosquitto', 'messages/s', ({ whole }) => messages / whole.acknowledged),
    each('a CPU second of our processes', 'messages', ({ whole }) => 1e6 / sum(whole.own)),
    each('  of Telegraf, measured apart: verifies nothing, has no log', 'messages', () => telegrafPerCpuSecond),
    ...names(({ own }) => own).map((name) => each(`CPU of ${name}`, 'µs/message', ({ whole }) => whole.own.get(name) ?? Number.NaN)),
    ...names(({ servers }) => servers).map((name) =>
      each(`  of the server ${name}`, 'µs/message', ({ whole }) => whole.servers.get(name) ?? Number.NaN),
    ),
    each(`publish to API at ${rates} messages/s (${probes} probes), half within`, 'ms', ({ whole }) => quantile(whole.visible, 0.5)),
    { ...each('  99 of 100 within', 'ms', ({ whole }) => quantile(whole.visible, 0.99)), limit: 500 },
    each('decode of a full log, 1 process', 'messages/s', ({ one }) => one.perSecond),
    each('  2 processes ÷ 1', 'times', ({ one, two }) => two.perSecond / one.perSecond),
    { ...each('  a CPU second of its one process', 'readings', ({ one }) => (readingsEach * 1e6) / one.cpu), goal: 100_000 },
  ];
}

/** The profiler's samples share out the CPU that the kernel counted; what waits for a server is idle, and left out. */
function breakdownOf({ stacks, cpu }: Replay): Breakdown {
  const busy = [...stacks].filter(([stack]) => !isIdle(stack));
  const seen = busy.reduce((all, [, time]) => all + time, 0);
  const parts = new Map<string, number>();
  for (const [stack, time] of busy) {
    const { part } = placeOf(stack);
    parts.set(part, (parts.get(part) ?? 0) + (cpu * time) / seen);
  }
  const rows = [...parts].toSorted(([, a], [, b]) => b - a).map(([name, time]) => ({ name, values: [time] }));
  return {
    title: "decode's CPU µs a message over a full log, in one more run, shared out by its main thread's profile",
    columns: ['µs'],
    rows: [{ name: 'all', values: [cpu] }, ...rows],
  };
}

function sum(times: ReadonlyMap<string, number>): number {
  return [...times.values()].reduce((all, time) => all + time, 0);
}
