import { topics } from '../../../packages/model/topics.ts';
import { judge } from '../../faults/judge.ts';
import { benchCity } from '../bench-city.ts';
import { LoadProcess } from '../load-process.ts';
import { Probe, probeUntil } from '../probe.ts';
import { threeValueTraffic } from '../three-value-traffic.ts';
import { probesOf } from '../visible.ts';
import { BenchCluster } from './bench-cluster.ts';
import type { BenchServers } from './bench-servers.ts';

/** What one run of the whole path took, on one set of servers. */
export interface ClusterRun {
  /** Seconds from the first publish until the last message was acknowledged by Mosquitto, stood in the series, and in its window. */
  readonly acknowledged: number;
  readonly stored: number;
  readonly windows: number;
  /** CPU microseconds a message until all was stored, by process: ours, and the servers. */
  readonly own: ReadonlyMap<string, number>;
  readonly servers: ReadonlyMap<string, number>;
  /** The rate (messages/s) at which values were looked for, and the milliseconds from each probe's publish until the API showed its value. */
  readonly rate: number;
  readonly visible: readonly number[];
}

const warmUp = 5_000;
const mostInFlight = 4_000;
const wantedRate = 1_000;
const seconds = 20;

/** Sends as fast as Mosquitto acknowledges, compares log and store with what was sent, then looks for values while messages come steadily. */
export async function runWholePath(servers: BenchServers, messages: number, profiles?: string): Promise<ClusterRun> {
  const cluster = await BenchCluster.start(servers, { prefix: 'whole', ...(profiles === undefined ? {} : { profiles }) });
  const end = Date.now();
  const planned = warmUp + messages + wantedRate * seconds;
  let load: LoadProcess | undefined;
  try {
    await cluster.add('ingest', 'decode', 'store', 'publish');
    load = await LoadProcess.start({ broker: cluster.broker, count: planned, end, mostInFlight });
    await load.send(warmUp);
    await untilStored(cluster, warmUp);
    await cluster.settled('windows', topics.touched);
    const run = await measure(cluster, load, messages);
    await mustHold(cluster, planned, warmUp + messages, end);
    const rate = rateFor(messages / run.stored);
    const visible = await lookFor(cluster, load, rate);
    await cluster.end();
    return { ...run, rate, visible };
  } finally {
    load?.end();
    await cluster.abandon();
  }
}

async function measure(cluster: BenchCluster, load: LoadProcess, messages: number): Promise<Omit<ClusterRun, 'rate' | 'visible'>> {
  const before = await cluster.times();
  const from = performance.now();
  const since = () => (performance.now() - from) / 1e3;
  const sent = await load.send(messages);
  await untilStored(cluster, warmUp + messages);
  const [stored, after] = [since(), await cluster.times()];
  await cluster.settled('windows', topics.touched);
  const each = (then: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>) =>
    new Map([...now].map(([name, time]) => [name, (time - (then.get(name) ?? 0)) / messages]));
  const spent = { own: each(before.own, after.own), servers: each(before.servers, after.servers) };
  return { acknowledged: sent.wall, stored, windows: since(), ...spent };
}

/** Of so many messages: every reading stands in the series, every ending is counted. */
async function untilStored(cluster: BenchCluster, count: number): Promise<void> {
  await cluster.decoded(count);
  await Promise.all([cluster.settled('store', topics.readings), cluster.settled('ledger', topics.endings)]);
}

/** 1 000 a second, or four fifths of what went through, in hundreds: a rate that is sustained. */
function rateFor(throughput: number): number {
  return Math.max(100, Math.min(wantedRate, 100 * Math.floor((0.8 * throughput) / 100)));
}

async function lookFor(cluster: BenchCluster, load: LoadProcess, rate: number): Promise<number[]> {
  const probes = probesOf(2).map((sender) => new Probe(sender, cluster, cluster.broker.password));
  try {
    await probeUntil(Promise.resolve(), probes);
    return await probeUntil(load.send(rate * seconds, rate), probes);
  } finally {
    await Promise.all(probes.map((probe) => probe.close()));
  }
}

/** What is fast and wrong has no figure. */
async function mustHold(cluster: BenchCluster, planned: number, count: number, end: number): Promise<void> {
  const rows = threeValueTraffic(planned, end)
    .slice(0, count)
    .map(({ row }) => row);
  const series = await cluster.openSeries();
  const { accepted, endings, values, faults } = await judge({ log: cluster.log, series }, benchCity, rows);
  await series.close();
  if (accepted === count && endings['forwarded'] === count && values === 3 * count && faults.length === 0) return;
  const found = JSON.stringify({ sent: count, accepted, endings, values });
  throw new Error(`The cluster does not hold what was sent: ${found}\n${faults.slice(0, 10).join('\n')}`);
}
