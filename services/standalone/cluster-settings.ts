import type { SettingSources } from '../../packages/config/given-values.ts';
import { loadSettings } from '../../packages/config/load-settings.ts';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { openLog } from '../../packages/log/open.ts';
import { logSettingsOf, seriesSettingsOf } from '../../packages/process/open-engines.ts';
import type { CheckedCluster } from './check-cluster.ts';
import { standaloneSettings } from './config.ts';

/** Reads the settings and the secrets that they name. @throws WrongSetting */
export async function readCluster(from: SettingSources): Promise<CheckedCluster> {
  const { dataFolder, log, series, ingest, secretsFolder } = loadSettings(standaloneSettings, from);
  const [kafka, influx] = [await logSettingsOf(dataFolder, log), await seriesSettingsOf(dataFolder, series)];
  if (kafka.engine !== 'kafka' || influx.engine !== 'influxdb') {
    throw new WrongSetting(
      'A cluster has log.engine kafka and series.engine influxdb; these settings are of one machine, and `vigie config check` looks at them.',
    );
  }
  return {
    log: kafka,
    series: { series: influx },
    sources: ingest.sources,
    secretsFolder,
    openLog: () => openLog({ ...kafka, create: false }),
  };
}
