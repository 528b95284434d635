import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { Stage } from '../../packages/stage/run-stage.ts';
import type { StoreSettings } from './config.ts';
import { TallyBook } from './tally-book.ts';

/** Endings into hourly totals: written to the series before the position moves, as totals, so that again is the same (truth 3). */
export function storeTallies(settings: StoreSettings, series: Series): Stage {
  return {
    group: 'ledger',
    topic: topics.endings,
    batch: settings.batch,
    async begin(tenure) {
      const book = await TallyBook.read(tenure.partition, tenure.state(topics.tallies));
      return async (records) => {
        for (const { value } of records) book.count(decode(topics.endings, value ?? new Uint8Array()));
        const { tallies, records: state } = book.takeTouched(records.at(-1)?.time ?? 0);
        await series.writeTallies(tallies);
        return state;
      };
    },
  };
}
