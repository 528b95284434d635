import { type Command, Option } from 'commander';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { settingSources } from '../../packages/process/process-settings.ts';
import { Refused } from '../cli/refused.ts';
import { type CheckedCluster, checkCluster } from './check-cluster.ts';
import { readCluster } from './cluster-settings.ts';
import { findingWords, type Language, languageOf } from './finding-words.ts';

interface Options {
  readonly file?: string;
  readonly json?: boolean;
  readonly language?: Language;
}

const help = `
Looks at the secrets' folder, the MQTT brokers, Kafka (servers, topics, groups), InfluxDB (token, bucket, clock) and whether the master key fits the
register. It changes nothing. Exit code 0: nothing is wrong; 1: something is, and under it what to do.

Examples:
  vigie cluster check
  vigie cluster check --file vigie.yaml --language fr
  vigie cluster check --json
`;

/** `vigie cluster check`: from this machine, whatever runs or does not. */
export function addCluster(vigie: Command): Command {
  vigie
    .command('cluster')
    .description('the servers that a cluster stands on')
    .command('check')
    .description('looks at every server, topic, bucket, clock and token, and says in words what is wrong and what to do')
    .option('--file <file>', 'settings file; without it, that of VIGIE_CONFIG, else vigie.yaml')
    .addOption(new Option('--language <language>', 'of the words; without it, that of the environment').choices(['fr', 'en']))
    .addHelpText('after', help)
    .action(async (_options, command: Command) => check(command.optsWithGlobals()));
  return vigie;
}

async function check({ file, json, language = languageOf(process.env) }: Options): Promise<void> {
  const findings = await checkCluster(await told(file), Date.now);
  const isWrong = findings.some(({ state }) => state === 'wrong');
  process.stdout.write(json ? `${JSON.stringify({ right: !isWrong, findings }, null, 2)}\n` : findingWords(findings, language));
  if (isWrong) process.exitCode = 1;
}

/** A wrong setting, or a secret that cannot be read, is the caller's to mend. */
async function told(file: string | undefined): Promise<CheckedCluster> {
  try {
    return await readCluster(file === undefined ? settingSources(process.env) : { file, env: process.env });
  } catch (error) {
    if (error instanceof WrongSetting) throw new Refused(error.message, { cause: error });
    throw error;
  }
}
