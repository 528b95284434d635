import type { Log } from '../../packages/log/contract.ts';
import type { StageWatches } from '../../packages/observe/stage-watch.ts';
import type { Series } from '../../packages/series/contract.ts';
import { runStage } from '../../packages/stage/run-stage.ts';
import type { StoreSettings } from './config.ts';
import { storeReadings } from './store-readings.ts';
import { storeTallies } from './store-tallies.ts';

export interface StoreParts {
  readonly log: Log;
  readonly series: Series;
  readonly watches: StageWatches;
}

/** Runs both stages of store until `signal` aborts; batches in hand are finished. */
export async function startStore(settings: StoreSettings, { log, series, watches }: StoreParts, signal: AbortSignal): Promise<void> {
  const stages = [storeReadings(settings, series), storeTallies(settings, series)];
  await Promise.all(stages.map((stage) => runStage(stage, log, watches.of(stage.group), signal)));
}
