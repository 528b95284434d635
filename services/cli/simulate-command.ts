import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ConnectionRefused } from '../../packages/testkit/publisher.ts';
import { sensorModels } from '../../packages/testkit/sensor-models.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { SimulationOptions } from '../../packages/testkit/simulation-options.ts';
import type { TrafficSummary } from '../../packages/testkit/traffic-row.ts';
import { counter, deviceCount, modelNames, positive, share } from './option-values.ts';
import { Refused, refuse } from './refused.ts';

interface Options {
  readonly broker: string;
  readonly username: string;
  readonly passwordFile: string;
  readonly devices: number;
  readonly models: readonly string[];
  readonly rate: number;
  readonly duration: number;
  readonly seed: number;
  readonly firstCounter?: number;
  readonly losses: number;
  readonly copies: number;
  readonly forged: number;
  readonly flipped: number;
  readonly replayed: number;
  readonly record?: string;
  readonly register?: string;
  readonly json?: boolean;
}

const examples = `
A simulated city's devices must be in the register before their frames count:
  vigie simulate --devices 10 --seed 1 --register city
  vigie register import city/*.csv
  vigie simulate --devices 10 --seed 1 --rate 5 --duration 60 --copies 0.2 --forged 0.05 --record sent.jsonl

The record has one line of JSON a message, and a summary as its last line. Once more with the same seed, the devices would repeat
their frames: let them go on with --first-counter, above every "fCnt" of the record.
`;

/** `vigie simulate` */
export function addSimulate(vigie: Command): void {
  vigie
    .command('simulate')
    .description('devices that sign and encrypt real frames, heard by gateways that publish them; writes the record of what was sent')
    .option('--broker <url>', 'where the gateways publish', 'mqtt://127.0.0.1:1883')
    .option('--username <name>', 'user of the broker', 'vigie')
    .option('--password-file <file>', 'file with the password', 'secrets/mqtt-password')
    .option('--devices <n>', 'how many devices', deviceCount, 10)
    .option('--models <list>', `their models, in turn (${[...sensorModels.keys()].join(', ')})`, modelNames, ['decentlab/dl-pm'])
    .option('--rate <n>', 'messages a second over all devices', positive, 5)
    .option('--duration <seconds>', 'how long', positive, 60)
    .option('--seed <n>', 'equal seeds make equal cities', counter, 1)
    .option('--first-counter <n>', 'counter of the first frames (default: drawn from the seed)', counter)
    .option('--losses <share>', 'frames that no gateway hears (0 to 1)', share, 0)
    .option('--copies <share>', 'frames that a second gateway hears', share, 0)
    .option('--forged <share>', 'frames with a wrong signature', share, 0)
    .option('--flipped <share>', 'frames sent once more with one bit turned', share, 0)
    .option('--replayed <share>', 'old frames sent again', share, 0)
    .option('--record <file>', 'write what was sent as JSON lines (default: standard output)')
    .option('--register <folder>', "write the city's CSV tables there and send nothing")
    .addHelpText('after', examples)
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      process.stdout.write(options.register ? await writeRegister(options.register, options) : await send(options));
    });
}

/** Numbered, so that a shell names them in the order in which they can be imported. */
async function writeRegister(folder: string, { seed, devices, models, json }: Options): Promise<string> {
  const files = Object.entries(simulatedCity({ seed, devices, models }).csv()).map(([table, text], n) => {
    return { file: join(folder, `${n + 1}-${table}.csv`), text };
  });
  const refusal = refuse(`${folder} cannot be written`);
  await mkdir(folder, { recursive: true }).catch(refusal);
  for (const { file, text } of files) await writeFile(file, text, { mode: 0o600 }).catch(refusal);
  const names = files.map(({ file }) => file);
  return json ? `${JSON.stringify(names)}\n` : `Import them with: vigie register import ${names.join(' ')}\n`;
}

/** Answers what there is to print beside the record. */
async function send(options: Options): Promise<string> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const simulation = { ...(await simulationOf(options)), signal: stopping.signal };
  if (options.record === undefined) return `${JSON.stringify(await simulated(simulation, (line) => process.stdout.write(line)))}\n`;
  const summary = await recorded(options.record, simulation);
  return options.json ? `${JSON.stringify(summary)}\n` : words(summary, options.record);
}

async function recorded(file: string, simulation: Omit<SimulationOptions, 'record'>): Promise<TrafficSummary> {
  const handle = await open(file, 'w').catch(refuse(`${file} cannot be written`));
  const record = handle.createWriteStream();
  const summary = await simulated(simulation, (line) => record.write(line));
  await new Promise<void>((written) => record.end(`${JSON.stringify(summary)}\n`, written));
  return summary;
}

/** @throws Refused when the options make no simulation, or the broker will not have us. */
async function simulated(simulation: Omit<SimulationOptions, 'record'>, write: (line: string) => void): Promise<TrafficSummary> {
  const told = { trouble: (words: string) => process.stderr.write(`${words}\n`) };
  try {
    return await simulate({ ...simulation, ...told, record: (row) => write(`${JSON.stringify(row)}\n`) });
  } catch (error) {
    if (error instanceof RangeError || error instanceof ConnectionRefused) throw new Refused(error.message, { cause: error });
    throw error;
  }
}

async function simulationOf(options: Options): Promise<Omit<SimulationOptions, 'record' | 'signal'>> {
  const { broker, username, passwordFile, duration, firstCounter, devices, models, rate, seed } = options;
  const { losses, copies, forged, flipped, replayed } = options;
  const password = (await readFile(passwordFile, 'utf8').catch(refuse(`The password cannot be read from ${passwordFile}`))).trim();
  return {
    broker: { url: broker, username, password, protocolVersion: 4 },
    ...{ devices, models, rate, seed, losses, copies, forged, flipped, replayed },
    durationSeconds: duration,
    ...(firstCounter === undefined ? {} : { firstFCnt: () => firstCounter }),
  };
}

function words({ published, acked, rows }: TrafficSummary, file: string): string {
  const kinds = Object.entries(rows).map(([kind, number]) => `${number} ${kind}`);
  return `${published} messages published, ${acked} acknowledged (${kinds.join(', ')}); recorded in ${file}.\n`;
}
