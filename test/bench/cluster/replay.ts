import { join } from 'node:path';
import type { Stack } from '../cpu-profile.ts';
import { stacksIn } from '../cpu-profile.ts';
import { LoadProcess } from '../load-process.ts';
import { BenchCluster } from './bench-cluster.ts';
import type { BenchServers } from './bench-servers.ts';

export interface Replay {
  /** Messages decoded a second of the clock, by all workers. */
  readonly perSecond: number;
  /** CPU microseconds a message of all workers. */
  readonly cpu: number;
  /** What the one worker did meanwhile, where it was asked for. */
  readonly stacks: ReadonlyMap<Stack, number>;
}

interface ReplayOptions {
  readonly workers: 1 | 2;
  readonly messages: number;
  /** Where the worker leaves its profile; absent: none is made. */
  readonly profiles?: string;
}

/** Before this part of the log is read, workers are starting and share out the partitions. */
const skipped = 0.2;

/** Fills a log of its own with messages, then lets workers decode it, which have nothing else to do. */
export async function replay(servers: BenchServers, { workers, messages, profiles }: ReplayOptions): Promise<Replay> {
  const prefix = `replay-${workers}${profiles === undefined ? '' : '-profiled'}`;
  const cluster = await BenchCluster.start(servers, { prefix, ...(profiles === undefined ? {} : { profiles }) });
  try {
    await fill(cluster, messages);
    await cluster.add(...(['decode', 'decode-2'] as const).slice(0, workers));
    const first = await reached(cluster, Math.ceil(skipped * messages));
    const last = await reached(cluster, messages);
    await cluster.end();
    const count = last.count - first.count;
    const stacks = profiles === undefined ? new Map() : await stacksIn(join(profiles, 'decode'), first.monotonic, last.monotonic);
    return { perSecond: count / ((last.monotonic - first.monotonic) / 1e6), cpu: (last.cpu - first.cpu) / count, stacks };
  } finally {
    await cluster.abandon();
  }
}

async function fill(cluster: BenchCluster, messages: number): Promise<void> {
  await cluster.add('ingest');
  const load = await LoadProcess.start({ broker: cluster.broker, count: messages, end: Date.now(), mostInFlight: 4_000 });
  try {
    await load.send(messages);
  } finally {
    load.end();
  }
  await cluster.holds(messages);
  await cluster.remove('ingest');
}

/** When so many were decoded, how many they were by then, and what the workers' CPU had done. */
async function reached(cluster: BenchCluster, wanted: number) {
  const count = await cluster.decoded(wanted);
  const { own } = await cluster.times();
  const cpu = [...own].filter(([name]) => name.startsWith('decode')).reduce((all, [, time]) => all + time, 0);
  return { count, cpu, monotonic: Number(process.hrtime.bigint() / 1000n) };
}
