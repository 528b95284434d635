import type { Series } from './contract.ts';
import type { InfluxSettings } from './influxdb/settings.ts';

/** Which engine keeps the series, and where. */
export type SeriesSettings =
  | {
      readonly engine: 'sqlite';
      /** The data folder; made when it is not there. */
      readonly folder: string;
      /** Told where the copy lies that is made of an older file before its layout is changed. */
      readonly backedUp?: (file: string) => void;
    }
  | ({ readonly engine: 'influxdb' } & InfluxSettings);

/** The one place that knows which engine keeps the series. Each engine's client is loaded only where it is used. */
export async function openSeries(settings: SeriesSettings): Promise<Series> {
  if (settings.engine === 'influxdb') {
    const { openInfluxSeries } = await import('./influxdb/open.ts');
    return openInfluxSeries(settings);
  }
  const { openSqliteSeries } = await import('./sqlite/sqlite-series.ts');
  return openSqliteSeries(settings.folder, settings.backedUp);
}
