import type { Command } from 'commander';
import { effectiveSettings } from '../../packages/config/effective-settings.ts';
import type { SettingSources } from '../../packages/config/given-values.ts';
import { sampleOf } from '../../packages/config/sample.ts';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { settingSources } from '../../packages/process/process-settings.ts';
import { printTable } from '../cli/print-table.ts';
import { Refused } from '../cli/refused.ts';
import { faultsOfSettings, readSettings, standaloneSettings } from './config.ts';

interface Options {
  readonly file?: string;
  readonly json?: boolean;
}

const fileOption = ['--file <file>', 'settings file; without it, that of VIGIE_CONFIG, else vigie.yaml'] as const;

/** `vigie config print | check | show`: about the settings of this machine; no server is asked. */
export function addConfig(vigie: Command): Command {
  const config = vigie.command('config').description('the settings: a sample to begin with, whether yours are right, what is in force');

  config
    .command('print')
    .description('a settings file that is right as it stands, every setting explained; keep it as vigie.yaml')
    .action(() => print(sampleFile()));

  config
    .command('check')
    .description('everything that is wrong with the settings, one line each; nothing is started')
    .option(...fileOption)
    .action((_options, command: Command) => print(check(command.optsWithGlobals())));

  config
    .command('show')
    .description('every setting as it is in force, and whether it comes from the file, the environment, or is the usual one')
    .option(...fileOption)
    .action((_options, command: Command) => print(show(command.optsWithGlobals())));

  return vigie;
}

/** What `vigie config print` prints; `deploy/vigie.sample.yaml` is the same. */
export function sampleFile(): string {
  return sampleOf(standaloneSettings, [
    'Settings of Vigie, printed by `vigie config print`. Every line shows the usual value and may be left out.',
    'Each setting may also come from the environment, by the name in capitals; there, lists are JSON.',
    'Passwords stand in files of their own, never here. `vigie config check` says what is wrong.',
  ]);
}

function check(options: Options): string {
  const from = sourcesOf(options);
  const faults = told(() => faultsOfSettings(from));
  if (options.json) {
    if (faults.length > 0) process.exitCode = 1;
    return json({ file: from.file ?? null, faults });
  }
  if (faults.length > 0) throw new Refused(faults.join('\n'));
  return `The settings are right (${from.file ?? 'no file, the usual values'}).\n`;
}

function show(options: Options): string {
  const from = sourcesOf(options);
  const settings = told(() => {
    readSettings(from);
    return effectiveSettings(standaloneSettings, from);
  });
  if (options.json) return json(settings);
  const rows = settings.map(({ setting, value, from: origin, variable }) => [setting, value, origin, variable]);
  return printTable(['setting', 'value', 'from', 'variable'], rows);
}

function sourcesOf({ file }: Options): SettingSources {
  return file === undefined ? settingSources(process.env) : { file, env: process.env };
}

/** A wrong setting is the caller's to mend. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WrongSetting) throw new Refused(error.message, { cause: error });
    throw error;
  }
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function print(text: string): void {
  process.stdout.write(text);
}
