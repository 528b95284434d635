import { join } from 'node:path';
import { type Catalogue, loadCatalogue } from '../../packages/codec/catalogue.ts';
import type { Log } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { type LogLines, logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { StageWatches } from '../../packages/observe/stage-watch.ts';
import { checkMasterKey } from '../../packages/register/check-master-key.ts';
import { type FollowedRegister, followRegister } from '../../packages/register/follow-register.ts';
import { type MasterKey, openMasterKey } from '../../packages/register/master-key.ts';
import type { Series } from '../../packages/series/contract.ts';
import { openSeries } from '../../packages/series/open.ts';
import type { StandaloneSettings } from './config.ts';
import { markSimulated } from './mark-simulated.ts';
import { openSecret } from './open-secret.ts';
import type { Opened } from './opened.ts';
import { FolderRefused } from './start-refusal.ts';
import { isSystemError, usingSetting } from './using-setting.ts';

/** What the services share in one process. */
export interface Parts extends Secrets, Engines {
  readonly register: FollowedRegister;
  readonly catalogue: Catalogue;
  readonly lines: LogLines;
  readonly metrics: Metrics;
  readonly watches: StageWatches;
  readonly now: () => number;
}

interface Secrets {
  readonly masterKey: MasterKey;
  readonly adminToken: string;
  readonly mqttPassword: string;
}

interface Engines {
  readonly log: Log;
  readonly series: Series;
}

/** @throws what `startRefusal` puts in words. */
export async function openParts(settings: StandaloneSettings, opened: Opened): Promise<Parts> {
  const { decode, logLevel, dataFolder, secretsFolder, demo } = settings;
  const catalogue = await usingSetting('decode.catalogue', decode.catalogue, 'a folder of declared devices', () =>
    loadCatalogue(decode.catalogue),
  );
  const secrets = await usingSetting('secretsFolder', secretsFolder, 'a folder of this user', () => openSecrets(secretsFolder, dataFolder));
  const engines = await usingSetting('dataFolder', dataFolder, 'a folder of this user', () => openEngines(dataFolder, demo, opened));
  const lines = logLines('standalone', logLevel);
  const metrics = new Metrics();
  const register = await followRegister(engines.log);
  checkMasterKey(register.view, secrets.masterKey);
  return { ...engines, ...secrets, register, catalogue, lines, metrics, watches: new StageWatches(lines, metrics), now: Date.now };
}

async function openSecrets(folder: string, dataFolder: string): Promise<Secrets> {
  return {
    masterKey: await openMasterKey(join(folder, 'master.key'), dataFolder),
    adminToken: await openSecret(join(folder, 'admin-token')),
    mqttPassword: await openSecret(join(folder, 'mqtt-password')),
  };
}

async function openEngines(folder: string, demo: boolean, opened: Opened): Promise<Engines> {
  await markSimulated(folder, demo);
  // One machine has one owner of all partitions: a second one would only be a second write to the disk.
  const log = await openLog({ engine: 'sqlite', folder, partitions: 1 }).catch(refuseFolder(folder));
  opened.add(() => log.close());
  const series = await openSeries({ engine: 'sqlite', folder }).catch(refuseFolder(folder));
  opened.add(() => series.close());
  return { log, series };
}

/** The engines say in plain errors what is wrong with a file: another program's, a newer Vigie's, another number of partitions, damaged. */
const refuseFolder =
  (folder: string) =>
  (error: Error): never => {
    if (isSystemError(error)) throw error;
    if (error.name === 'Error') throw new FolderRefused(error.message, { cause: error });
    if (error.name !== 'SqliteError') throw error;
    const words = `The databases in ${folder} cannot be used: ${error.message}. Restore them from your copy, or choose another folder.`;
    throw new FolderRefused(words, { cause: error });
  };
