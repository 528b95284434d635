import { setTimeout as delay } from 'node:timers/promises';
import { simulate } from '../../packages/testkit/simulate.ts';
import type { City } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow, TrafficSummary } from '../../packages/testkit/traffic-row.ts';
import { type Fault, nameOf } from './fault.ts';
import { judge, type Verdict } from './judge.ts';
import { StandingsWatch } from './standings-watch.ts';
import type { System } from './system.ts';

export interface Load {
  readonly seed: string | number;
  readonly devices: number;
  readonly models: readonly string[];
  /** Messages a second. */
  readonly rate: number;
  /** At least so many are sent, however soon the plan is over. */
  readonly messages: number;
}

export interface PlanVerdict extends Verdict {
  readonly injected: number;
  readonly reconnections: number;
}

const quiet = 5_000;
const longestCatchUp = 900_000;
const longestRecovery = 120_000;

/** Drives the load while the plan is carried out, lets everything catch up, and judges by the simulator's own record. */
export async function runPlan(
  system: System,
  city: City,
  load: Load,
  plan: readonly Fault[],
  tell: (line: string) => void,
): Promise<PlanVerdict> {
  const rows: TrafficRow[] = [];
  const log = await system.openLog();
  const watch = new StandingsWatch(log);
  const stopping = new AbortController();
  const running = simulate({
    broker: system.broker,
    ...{ seed: load.seed, devices: load.devices, models: load.models, rate: load.rate },
    ...{ losses: 0.02, copies: 0.2, forged: 0.05, replayed: 0.05, gps: true },
    record: (row) => rows.push(row),
    signal: stopping.signal,
  });
  const begun = Date.now();
  const acknowledged = () => rows.length;
  const faults: string[] = [];
  const carryOut = async () => {
    let over = Date.now();
    for (const [n, fault] of plan.entries()) {
      faults.push(...(await goesOn(acknowledged, fault.after)));
      const from = Date.now();
      faults.push(...(await system.inject(fault)));
      tell(
        `${seconds(from - begun)} s, ${seconds(from - over)} s later  ${n + 1}/${plan.length}  ${nameOf(fault)}, over after ${seconds(Date.now() - from)} s; ${acknowledged()} messages`,
      );
      over = Date.now();
    }
    while (acknowledged() < load.messages) await delay(500);
  };
  await Promise.race([carryOut(), running.then(mayNotEnd)]);
  stopping.abort();
  const { reconnections } = await running;
  tell(`${seconds(Date.now() - begun)} s  the load is over; the stages catch up`);
  await watch.settled({ quiet, within: longestCatchUp });
  tell(`${seconds(Date.now() - begun)} s  everything is committed`);
  faults.push(...(await system.lookAt()));
  await watch.stop();
  faults.push(...(await system.end()));
  const series = await system.openSeries();
  const verdict = await judge({ log, series }, city, rows, system.brokerDeaths);
  await series.close();
  await log.close();
  return { ...verdict, injected: plan.length, reconnections, faults: [...verdict.faults, ...watch.faults, ...faults] };
}

/** Resolves when so many more are acknowledged. Truth 7: a fault that is over blocks nothing, so one more comes before long. */
async function goesOn(acknowledged: () => number, more: number): Promise<string[]> {
  const wanted = acknowledged() + more;
  for (let before = -1, end = 0; acknowledged() < wanted; await delay(20)) {
    if (acknowledged() > before) [before, end] = [acknowledged(), Date.now() + longestRecovery];
    else if (Date.now() > end) return [`nothing was acknowledged within ${longestRecovery / 1000} s after a fault`];
  }
  return [];
}

function mayNotEnd({ published }: TrafficSummary): never {
  throw new Error(`The simulation ended by itself after ${published} messages.`);
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);
