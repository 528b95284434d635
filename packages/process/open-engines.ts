import { readFile } from 'node:fs/promises';
import { WrongSetting } from '../config/wrong-setting.ts';
import type { Log } from '../log/contract.ts';
import { type LogSettings, openLog } from '../log/open.ts';
import { openSealed } from '../register/sealed-log/sealed-log.ts';
import type { Series } from '../series/contract.ts';
import { openSeries, type SeriesSettings } from '../series/open.ts';
import type { LogSection, SeriesSection } from './engine-settings.ts';
import { openMasterKeyOf } from './open-secrets.ts';
import { FolderRefused } from './start-refusal.ts';
import { isSystemError, usingSetting } from './using-setting.ts';

interface Place {
  readonly dataFolder: string;
  readonly series: SeriesSection;
}

interface LogPlace {
  readonly dataFolder: string;
  readonly secretsFolder: string;
  readonly log: LogSection;
}

export interface LogOpening {
  /** Whoever only reads makes nothing, and has no master key: what is sealed is not there for it. */
  readonly create?: boolean;
  /** Told where the copy lies that is made of an older file before its layout is changed. */
  readonly backedUp?: BackedUp;
}

type BackedUp = (file: string) => void;

/** The log of the settings, which seals what its topics say. @throws in words */
export async function openLogOf(place: LogPlace, { create = true, backedUp }: LogOpening = {}): Promise<Log> {
  const key = create ? await openMasterKeyOf(place) : undefined;
  return openSealed(await openPlainLog(place, { create, ...(backedUp ? { backedUp } : {}) }), key);
}

/** One machine has one owner of all partitions: a second one would only be a second write to the disk. */
async function openPlainLog({ dataFolder, log }: LogPlace, { create = true, backedUp }: LogOpening): Promise<Log> {
  const settings = await logSettingsOf(dataFolder, log);
  if (settings.engine === 'kafka') return openLog({ ...settings, create });
  return usingSetting('dataFolder', dataFolder, 'a folder of this user', () =>
    openLog({ ...settings, ...(backedUp ? { backedUp } : {}) }).catch(refuseFolder(dataFolder)),
  );
}

/** The series of the settings. @throws in words */
export async function openSeriesOf({ dataFolder, series }: Place, backedUp?: BackedUp): Promise<Series> {
  const settings = await seriesSettingsOf(dataFolder, series);
  if (settings.engine === 'influxdb') return openSeries(settings);
  return usingSetting('dataFolder', dataFolder, 'a folder of this user', () =>
    openSeries({ ...settings, ...(backedUp ? { backedUp } : {}) }).catch(refuseFolder(dataFolder)),
  );
}

/** With the secrets that the settings name. @throws WrongSetting */
export async function logSettingsOf(folder: string, section: LogSection): Promise<LogSettings> {
  const { engine, brokers, prefix, clientId, partitions, tls, sasl } = section;
  if (engine === 'sqlite') return { engine, folder, partitions: 1 };
  if (brokers.length === 0)
    throw new WrongSetting('Setting log.brokers (VIGIE_LOG_BROKERS): got [], wants some servers of Kafka, as host:port.');
  return {
    ...{ engine, brokers, prefix, clientId },
    ...(partitions === undefined ? {} : { partitions }),
    ...(tls.enabled ? { tls: await certificates(tls) } : {}),
    ...(sasl.mechanism === 'none' ? {} : { sasl: await whoWeAre(sasl, sasl.mechanism) }),
  };
}

/** With the secrets that the settings name. @throws WrongSetting */
export async function seriesSettingsOf(folder: string, { engine, url, org, bucket, tokenFile }: SeriesSection): Promise<SeriesSettings> {
  if (engine === 'sqlite') return { engine, folder };
  if (url === undefined) throw new WrongSetting('Setting series.url (VIGIE_SERIES_URL): got nothing, wants the address of InfluxDB.');
  if (tokenFile === undefined)
    throw new WrongSetting('Setting series.tokenFile (VIGIE_SERIES_TOKEN_FILE): got nothing, wants a file that holds the token.');
  return { engine, url, org, bucket, token: await secretIn('series.tokenFile', tokenFile) };
}

async function certificates({ caFile, certFile, keyFile }: LogSection['tls']) {
  const text = async (setting: string, file: string | undefined) => (file === undefined ? undefined : fileOf(setting, file));
  const [ca, cert, key] = [
    await text('log.tls.caFile', caFile),
    await text('log.tls.certFile', certFile),
    await text('log.tls.keyFile', keyFile),
  ];
  return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) };
}

async function whoWeAre({ username = '', passwordFile = '' }: LogSection['sasl'], mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512') {
  return { mechanism, username, password: await secretIn('log.sasl.passwordFile', passwordFile) };
}

async function secretIn(setting: string, file: string): Promise<string> {
  const text = (await fileOf(setting, file)).trim();
  if (text === '') throw new WrongSetting(`Setting ${setting}: the file ${file} is empty, and wants a secret.`);
  return text;
}

function fileOf(setting: string, file: string): Promise<string> {
  return usingSetting(setting, file, 'a file that this user may read', () => readFile(file, 'utf8'));
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
