import type { StageWatches } from '../../packages/observe/stage-watch.ts';
import { runStage } from '../../packages/stage/run-stage.ts';
import { compareReadings } from './compare-readings.ts';
import type { StoreSettings } from './config.ts';
import { makeWindows, type WindowParts } from './make-windows.ts';
import { storeReadings } from './store-readings.ts';
import { storeTallies } from './store-tallies.ts';

export interface StoreParts extends WindowParts {
  readonly watches: StageWatches;
  /** ms between two makings of a window; absent: ten seconds. */
  readonly windowsEvery?: number;
}

/** Runs the stages of store until `signal` aborts; batches in hand are finished. */
export async function startStore(settings: StoreSettings, parts: StoreParts, signal: AbortSignal): Promise<void> {
  const { log, series, watches, windowsEvery } = parts;
  const stages = [
    storeReadings(settings, log, series),
    storeTallies(settings, series),
    compareReadings(log, series),
    makeWindows(settings.timeZone, parts, windowsEvery),
  ];
  await Promise.all(stages.map((stage) => runStage(stage, log, watches.of(stage.group), signal)));
}
