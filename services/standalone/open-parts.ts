import { basename } from 'node:path';
import { type Catalogue, loadCatalogue } from '../../packages/codec/catalogue.ts';
import type { Log } from '../../packages/log/contract.ts';
import { type LogLines, logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { StageWatches } from '../../packages/observe/stage-watch.ts';
import { events } from '../../packages/process/events.ts';
import { openLogOf, openSeriesOf } from '../../packages/process/open-engines.ts';
import { openAdminToken, openMasterKeyOf, openMqttPassword } from '../../packages/process/open-secrets.ts';
import type { Opened } from '../../packages/process/opened.ts';
import { usingSetting } from '../../packages/process/using-setting.ts';
import { checkMasterKey } from '../../packages/register/check-master-key.ts';
import { destroyAgain } from '../../packages/register/destroy-again.ts';
import { type FollowedRegister, followRegister } from '../../packages/register/follow-register.ts';
import type { MasterKey } from '../../packages/register/master-key.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { StandaloneSettings } from './config.ts';
import { markSimulated } from './mark-simulated.ts';

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
  const { decode, logLevel } = settings;
  const catalogue = await usingSetting('decode.catalogue', decode.catalogue, 'a folder of declared devices', () =>
    loadCatalogue(decode.catalogue),
  );
  const secrets = await openSecrets(settings);
  const lines = logLines('standalone', logLevel);
  const engines = await openEngines(settings, opened, lines);
  const metrics = new Metrics();
  const register = await followRegister(engines.log);
  checkMasterKey(register.view, secrets.masterKey);
  if ((await destroyAgain(engines.log, secrets.masterKey, Date.now())) > 0) await register.catchUp();
  return { ...engines, ...secrets, register, catalogue, lines, metrics, watches: new StageWatches(lines, metrics), now: Date.now };
}

async function openSecrets(settings: StandaloneSettings): Promise<Secrets> {
  return {
    masterKey: await openMasterKeyOf(settings),
    adminToken: await openAdminToken(settings),
    mqttPassword: await openMqttPassword(settings),
  };
}

async function openEngines(settings: StandaloneSettings, opened: Opened, lines: LogLines): Promise<Engines> {
  if (settings.log.engine === 'sqlite' || settings.series.engine === 'sqlite') await markFolder(settings);
  const backedUp = (file: string) => lines.say('info', events.backedUp, { detail: basename(file) });
  const log = await openLogOf(settings, { backedUp });
  opened.add(() => log.close());
  const series = await openSeriesOf(settings, backedUp);
  opened.add(() => series.close());
  return { log, series };
}

function markFolder({ dataFolder, demo }: StandaloneSettings): Promise<void> {
  return usingSetting('dataFolder', dataFolder, 'a folder of this user', () => markSimulated(dataFolder, demo));
}
