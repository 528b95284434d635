import { parseArgs } from 'node:util';
import { cutWire, fillDisk, kill, type Plan, refuseSeries, runScenario } from './scenario.ts';

/**
 * `npm run test:faults -- [--kills 20] [--cuts 10] [--refused 1] [--no-disk] [--seed 1] [--rate 400]`: standalone under load, disturbed, judged by the
 * simulator's own record; 0 leaves a fault out. Prints what was found; exit code 1 when anything was lost or doubled.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    cuts: { type: 'string', default: '10' },
    refused: { type: 'string', default: '1' },
    disk: { type: 'boolean', default: true },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rate: { type: 'string', default: '400' },
  },
  allowNegative: true,
});
const plan: Plan = { seed: Number(values.seed), devices: 50, rate: Number(values.rate) };
const [kills, cuts, refused] = [values.kills, values.cuts, values.refused].map(Number) as [number, number, number];
const scenarios = [
  { times: kills, name: `SIGKILL ${kills} times`, run: () => runScenario(plan, kill(kills)) },
  { times: cuts, name: `MQTT cut or silent ${cuts} times`, run: () => runScenario(plan, cutWire(cuts)) },
  {
    ...{ times: refused, name: `series refused for ${refused} min, 100 messages/s` },
    run: () => runScenario({ ...plan, rate: 100 }, refuseSeries(refused)),
  },
  { times: values.disk ? 1 : 0, name: 'disk full once', run: () => runScenario(plan, fillDisk, 384) },
].filter(({ times }) => times > 0);

console.info(`seed ${plan.seed}, ${plan.devices} devices, ${plan.rate} messages/s`);
let failed = 0;
for (const { name, run } of scenarios) {
  const { faults, summary, ...found } = await run();
  console.info(
    `${faults.length === 0 ? 'held' : 'FAILED'}  ${name}: ${JSON.stringify({ ...found, reconnections: summary.reconnections })}`,
  );
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
  if (faults.length > 20) console.error(`  … and ${faults.length - 20} more`);
  if (faults.length > 0) failed += 1;
}
console.info(`${scenarios.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
