import { settingSources } from '../../packages/process/process-settings.ts';
import { runProcess } from '../../packages/process/run-process.ts';
import { NoUtf8 } from '../register/read-text.ts';
import { readSettings } from './config.ts';
import { greeting } from './greeting.ts';
import { type RunningCity, startCity } from './start-city.ts';

/** All services in one process. Answers the exit code. */
export function runStandalone(): Promise<number> {
  return runProcess(start, [NoUtf8]);
}

async function start(): Promise<RunningCity> {
  const settings = readSettings(settingSources(process.env));
  const city = await startCity(settings);
  process.stdout.write(greeting(city, settings));
  return city;
}
