import { readSettings, settingSources } from './config.ts';
import { greeting } from './greeting.ts';
import { type RunningCity, startCity } from './start-city.ts';
import { startRefusal } from './start-refusal.ts';
import { stopSignal } from './stop-signal.ts';

/** Runs until SIGTERM or SIGINT, or until a service fails for good. Answers the exit code: 0 stopped, 1 failed, 2 not started (one line says why). */
export async function runProcess(): Promise<number> {
  const city = await start().catch(refused);
  if (city === undefined) return 2;
  const code = await Promise.race([stopSignal().then(() => 0), city.failed.then(() => 1)]);
  await city.stop();
  return code;
}

async function start(): Promise<RunningCity> {
  const settings = readSettings(settingSources(process.env));
  const city = await startCity(settings);
  process.stdout.write(greeting(city, settings));
  return city;
}

function refused(error: unknown): undefined {
  const line = startRefusal(error);
  if (line === undefined) throw error;
  process.stderr.write(`${line}\n`);
}
