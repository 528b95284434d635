import { join } from 'node:path';
import { checkLog } from '../../packages/log/check.ts';
import type { Log } from '../../packages/log/contract.ts';
import { type Finding, unknown, wrong } from '../../packages/observe/finding.ts';
import { checkSeries } from '../../packages/series/check.ts';
import { checkSource } from '../ingest/check-source.ts';
import type { SourceSettings } from '../ingest/config.ts';
import { checkRegister } from './check-register.ts';
import { checkSecrets } from './check-secrets.ts';

/** What `vigie cluster check` looks at. Secrets are read by the caller. */
export interface CheckedCluster {
  readonly log: Parameters<typeof checkLog>[0];
  /** By the names that the settings give them. */
  readonly series: Readonly<Record<string, Parameters<typeof checkSeries>[0]>>;
  readonly sources: readonly SourceSettings[];
  readonly secretsFolder: string;
  /** Opens the log without making anything. */
  openLog(): Promise<Log>;
}

const masterKey = 'master.key';

/** Everything that was found, in the order of the path: what is right too. Changes nothing on any server. */
export async function checkCluster(cluster: CheckedCluster, now: () => number): Promise<Finding[]> {
  const secrets = await checkSecrets(cluster.secretsFolder, masterKey);
  const sources = await Promise.all(cluster.sources.map(checkSource));
  const log = await checkLog(cluster.log);
  const series = await Promise.all(Object.entries(cluster.series).map(([setting, access]) => checkSeries(access, setting, now)));
  return [...secrets, ...sources, ...log, ...series.flat(), await checkKey(cluster, [...secrets, ...log])];
}

/** The register can be read only where the log and the key can. */
async function checkKey({ secretsFolder, openLog }: CheckedCluster, before: readonly Finding[]): Promise<Finding> {
  const subject = 'master key';
  if (before.some(({ state }) => state === 'wrong')) {
    const later = {
      en: 'is compared with the register once the log and the secrets are right.',
      fr: 'sera comparée au registre quand le journal et les secrets seront en ordre.',
    };
    return unknown(subject, later);
  }
  try {
    const log = await openLog();
    return await checkRegister(log, join(secretsFolder, masterKey)).finally(() => log.close());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const found = { en: `the register cannot be read: ${why}`, fr: `le registre est illisible : ${why}` };
    return wrong('register', found, { en: 'Mend the log first.', fr: 'Réparez d’abord le journal.' });
  }
}
