import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgeFolder } from '../faults/judge.ts';
import { StandaloneProcess } from '../faults/standalone-process.ts';
import { benchCity } from './bench-city.ts';
import { LoadProcess } from './load-process.ts';
import { type ThreadTimes, threadTimes } from './thread-times.ts';
import { threeValueTraffic } from './three-value-traffic.ts';

/** One run of the whole path: what it took from the first publish until every stage had committed all of it, the windows last. */
export interface CityRun {
  /** Seconds until the last message was acknowledged. */
  readonly acknowledged: number;
  /** Seconds until the last window stood, and until the last reading and the last ending did. */
  readonly windows: number;
  readonly stored: number;
  /** CPU microseconds a message of Vigie's threads until all is stored, of all of them afterwards, and of the load generator, which is another process. */
  readonly cpu: Readonly<Record<'main' | 'codec' | 'others' | 'afterwards' | 'generator', number>>;
  /** The time until all is stored, in microseconds of the machine's monotonic clock, which a CPU profile uses too. */
  readonly from: number;
  readonly to: number;
}

/** Sent before, so that what is measured is a process that has run for a while. */
const warmUp = 5_000;
const mostInFlight = 4_000;

/**
 * Starts Vigie with default settings (synchronous = FULL) on an empty folder, sends `messages` at QoS 1 as fast as they are acknowledged,
 * waits until no stage lags, ends Vigie, and compares log and store with what was sent.
 * @throws Error when anything was lost, doubled or changed.
 */
export async function runCity(messages: number, nodeArguments: readonly string[] = []): Promise<CityRun> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
  const vigie = await StandaloneProcess.prepare(folder, benchCity.csv());
  const end = Date.now();
  const count = warmUp + messages;
  let load: LoadProcess | undefined;
  try {
    await vigie.start(nodeArguments);
    const atStart = await threadTimes(vigie.pid);
    const broker = { url: `mqtt://127.0.0.1:${vigie.mqttPort}`, username: 'vigie', password: await vigie.password() };
    load = await LoadProcess.start({ broker, count, end, mostInFlight });
    await load.send(warmUp);
    await vigie.settled();
    const run = await measure(vigie, load, messages, atStart);
    await vigie.end('SIGTERM');
    await mustHoldAll(vigie.dataFolder, count, end);
    return run;
  } finally {
    load?.end();
    await vigie.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(vigie: StandaloneProcess, load: LoadProcess, messages: number, atStart: ThreadTimes): Promise<CityRun> {
  const before = await threadTimes(vigie.pid);
  const from = monotonic();
  const sent = await load.send(messages);
  await vigie.settled(['decode', 'store', 'ledger']);
  const [stored, then] = [monotonic(), await threadTimes(vigie.pid)];
  await vigie.settled();
  const to = monotonic();
  const cpu = byThread(before, then, vigie.pid, atStart);
  const afterwards = byThread(then, await threadTimes(vigie.pid), vigie.pid, atStart);
  const each = (microseconds: number) => microseconds / messages;
  return {
    stored: (stored - from) / 1e6,
    windows: (to - from) / 1e6,
    acknowledged: sent.wall,
    cpu: {
      main: each(cpu.main),
      codec: each(cpu.codec),
      others: each(cpu.others),
      afterwards: each(afterwards.main + afterwards.codec + afterwards.others),
      generator: each(1e6 * sent.cpu),
    },
    from,
    to: stored,
  };
}

/** The box starts its threads at the first call, so they are those that were not there when Vigie was ready. */
function byThread(before: ThreadTimes, after: ThreadTimes, pid: number, atStart: ThreadTimes) {
  const cpu = { main: 0, codec: 0, others: 0 };
  for (const [id, time] of after) {
    const thread = id === pid ? 'main' : atStart.has(id) ? 'others' : 'codec';
    cpu[thread] += time - (before.get(id) ?? 0);
  }
  return cpu;
}

const monotonic = () => Number(process.hrtime.bigint() / 1000n);

/** What is fast and wrong has no figure. */
async function mustHoldAll(dataFolder: string, count: number, end: number): Promise<void> {
  const rows = threeValueTraffic(count, end).map(({ row }) => row);
  const { accepted, endings, values, faults } = await judgeFolder(dataFolder, benchCity, rows);
  const right = accepted === count && endings['forwarded'] === count && values === 3 * count;
  if (right && faults.length === 0) return;
  const found = JSON.stringify({ sent: count, accepted, endings, values });
  throw new Error(`The log or the store does not hold what was sent: ${found}\n${faults.slice(0, 10).join('\n')}`);
}
