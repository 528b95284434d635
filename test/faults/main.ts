import { parseArgs } from 'node:util';
import { sensorModels } from '../../packages/testkit/sensor-models.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import { clusterKinds } from './cluster-kinds.ts';
import { ClusterSystem } from './cluster-system.ts';
import { nameOf } from './fault.ts';
import { countKinds, drawPlan, planLines } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { standaloneKinds } from './standalone-kinds.ts';
import { StandaloneSystem } from './standalone-system.ts';

/**
 * `npm run test:faults -- [--engine standalone|cluster] [--long] [--seed 1] [--faults 20] [--messages 20000] [--rate 400] [--only "kafka killed"] [--no-disk]`:
 * Vigie under load on both engines, disturbed by a plan that is drawn from the seed, judged by the simulator's own record. Exit code 1 when anything was
 * lost, doubled or moved backwards. `--long`: 210 faults over a million messages on each engine.
 */
const { values } = parseArgs({
  options: {
    engine: { type: 'string' },
    long: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    faults: { type: 'string' },
    messages: { type: 'string' },
    rate: { type: 'string' },
    devices: { type: 'string', default: '400' },
    only: { type: 'string', multiple: true },
    disk: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const usual = values.long ? { faults: 210, messages: 1_000_000, rate: 1_000 } : { faults: 24, messages: 20_000, rate: 400 };
const given = (name: 'faults' | 'messages' | 'rate') => Number(values[name] ?? usual[name]);
const { seed, long } = values;
/** Two values a frame in the long plan, so that the judge can hold all of them; else all models, up to 14 values. */
const models = long ? ['dragino/lht65n'] : [...sensorModels.keys()];
const load = { seed, models, devices: Number(values.devices), rate: given('rate'), messages: given('messages') };
const tell = (line: string) => console.info(line);

/** On the average of both, the plan is over with the load. */
const between = load.messages / (given('faults') + 1);
const pause = [Math.round(0.2 * between), Math.round(1.8 * between)] as const;

/** MiB, tmpfs: held in memory as far as it is used. */
const disk = values.disk ? (long ? 4_096 : 512) : undefined;
const engines = {
  standalone: { kinds: standaloneKinds({ long }), start: () => StandaloneSystem.start({ city: simulatedCity(load), seed, disk }) },
  cluster: { kinds: clusterKinds({ long }), start: () => ClusterSystem.start({ city: simulatedCity(load), disk }) },
};

for (const [name, { kinds, start }] of Object.entries(engines)) {
  if (values.engine !== undefined && values.engine !== name) continue;
  tell(`${name}: seed ${seed}, ${load.devices} devices, ${load.rate} messages/s, at least ${load.messages} messages`);
  const system = await start();
  // Whoever interrupts it finds no server and no mounted disk left over.
  const interrupted = () => void system.dispose().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const possible = kinds.filter((kind) => system.can(kind) && (values.only === undefined || values.only.includes(nameOf(kind))));
    const leftOut = kinds.filter((kind) => !system.can(kind)).map(nameOf);
    if (leftOut.length > 0) tell(`left out, because this machine cannot do it: ${leftOut.join(', ')}`);
    const drawn = values.only ? possible.map((kind) => ({ ...kind, weight: 1 })) : possible;
    const plan = drawPlan({ seed: `${name}/${seed}`, faults: given('faults'), kinds: drawn, pause });
    for (const line of planLines(plan)) tell(line);
    const { faults, ...found } = await runPlan(system, simulatedCity(load), load, plan, tell);
    for (const fault of faults.slice(0, 30)) console.error(`  ${fault}`);
    if (faults.length > 30) console.error(`  … and ${faults.length - 30} more`);
    const verdict = { seed, ...found, faults: countKinds(plan), ...system.notes() };
    tell(`${faults.length === 0 ? 'held' : 'FAILED'}  ${name}: ${JSON.stringify(verdict)}`);
    if (faults.length > 0) process.exitCode = 1;
  } catch (error) {
    // Told before anything is removed, which may fail as well.
    console.error(error);
    process.exitCode = 1;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await system.dispose();
  }
}
