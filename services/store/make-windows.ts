import { type Log, type LogRecord, outgoing, type Tenure } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { Stage } from '../../packages/stage/run-stage.ts';
import { CityDays } from './city-days.ts';
import type { IntervalOf } from './running-summary.ts';
import { WindowMaker } from './window-maker.ts';
import { WindowRounds } from './window-rounds.ts';

export interface WindowParts {
  readonly log: Log;
  readonly series: Series;
  /** The intervals as they are declared when a batch begins. */
  readonly intervals: () => Promise<IntervalOf>;
}

/** A window is made anew at most so often, ms. */
export const tenSeconds = 10_000;

/**
 * Touched hours into windows: written to the series before the position moves, and told in topic `windows`. All of a batch are written and told
 * again after a crash, whatever the series holds by then, so that again is the same (truths 3 and 4).
 */
export function makeWindows(timeZone: string, { log, series, intervals }: WindowParts, every = tenSeconds): Stage {
  const days = new CityDays(timeZone);
  return {
    group: 'windows',
    topic: topics.touched,
    // With at most 1 000 names in each record: what is made between two commits, a day for an hour at worst.
    batch: 8,
    begin: async (tenure) => {
      const rounds = new WindowRounds(every, () => endOf(log, tenure), tenure.signal);
      return async (records) => {
        const last = records.at(-1);
        if (last === undefined) return [];
        const hours = await rounds.take(last.offset, namesIn(records));
        const windows = await new WindowMaker(series, days, await intervals()).make(hours);
        rounds.made(hours);
        return windows.map((window) => outgoing(topics.windows, window.datastream, window, last.time));
      };
    },
  };
}

/** Offset of the next record to come. */
async function endOf(log: Log, { partition }: Tenure): Promise<number> {
  const standings = await log.standing('windows', topics.touched);
  return standings.find((one) => one.partition === partition)?.end ?? 0;
}

function namesIn(records: readonly LogRecord[]): Map<number, Set<string>> {
  const hours = new Map<number, Set<string>>();
  for (const { value } of records) {
    for (const [hour, streams] of Object.entries(decode(topics.touched, value ?? new Uint8Array()).hours)) {
      hours.set(Number(hour), new Set([...(hours.get(Number(hour)) ?? []), ...streams]));
    }
  }
  return hours;
}
