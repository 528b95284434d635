import { outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { Stage } from '../../packages/stage/run-stage.ts';
import type { StoreSettings } from './config.ts';
import { countOn, readCounted } from './count-endings.ts';
import { TallyBook } from './tally-book.ts';

/** Endings into hourly totals: written to the series before the position moves, as totals, so that again is the same (truth 3). */
export function storeTallies(settings: StoreSettings, series: Series): Stage {
  return {
    group: 'ledger',
    topic: topics.endings,
    batch: settings.batch,
    async begin(tenure) {
      const book = await TallyBook.read(tenure.partition, tenure.state(topics.tallies));
      let counted = await readCounted(tenure, book.total);
      return async (records) => {
        const endings = records.map(({ value }) => decode(topics.endings, value ?? new Uint8Array()));
        for (const ending of endings) book.count(ending);
        counted = endings.reduce(countOn, counted);
        const time = records.at(-1)?.time ?? 0;
        const { tallies, records: state } = book.takeTouched(time);
        await series.writeTallies(tallies);
        return [...state, outgoing(topics.counted, 'counted', counted, time, tenure.partition)];
      };
    },
  };
}
