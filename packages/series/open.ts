import type { Series } from './contract.ts';
import { openSqliteSeries } from './sqlite/sqlite-series.ts';

/** Which engine keeps the series, and where. */
export interface SeriesSettings {
  readonly engine: 'sqlite';
  /** The data folder; made when it is not there. */
  readonly folder: string;
}

/** The one place that knows which engine keeps the series. */
export async function openSeries(settings: SeriesSettings): Promise<Series> {
  return openSqliteSeries(settings.folder);
}
