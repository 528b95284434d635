import { expect, test } from '@jest/globals';
import { aReading, aTally, type Make, minute, noon, on, readings } from './store.ts';

const hour = 60 * minute;

/** Erasure, hourly totals, and what outlives the process. */
export function keepingSuite(make: Make): void {
  test(
    'truth 10: erasing a datastream removes all its readings and its latest, says how many, and leaves the others',
    on(make, async (series) => {
      const home = (index: number) => aReading({ datastream: 'home/active_power', phenomenonTime: noon + index });
      const street = aReading({ datastream: 'street/pm10' });
      await series.write([...Array.from({ length: 5000 }, (_, index) => home(index)), street]);
      expect(await series.erase(['home/active_power', 'nobody', 'home/active_power'])).toBe(5000);
      expect(await readings(series)).toEqual([street]);
      expect(await readings(series, { datastreams: ['home/active_power'] })).toEqual([]);
      expect(await series.latest()).toEqual([street]);
      expect(await series.erase(['home/active_power'])).toBe(0);
      await series.write([home(1)]);
      expect(await series.latest(['home/active_power'])).toEqual([home(1)]);
    }),
  );

  test(
    'totals of an hour replace what stood for the same partition, hour and plane',
    on(make, async (series) => {
      const first = aTally({ forwarded: 1, quarantined: { mic_mismatch: 1, malformed: 2 } });
      const second = aTally({ forwarded: 7, duplicate: 3, quarantined: { no_codec: 4 }, released: 5, needless: 6 });
      const others = [aTally({ partition: 1 }), aTally({ plane: 'nobody' }), aTally({ hour: noon + hour })];
      await series.writeTallies([first, ...others]);
      expect(await series.tallies(noon, noon + 1)).toContainEqual(first);
      await series.writeTallies([second]);
      await series.writeTallies([second]);
      const kept = await series.tallies(noon, noon + 2 * hour);
      expect(kept).toHaveLength(4);
      expect(kept).toEqual(expect.arrayContaining([second, ...others]));
    }),
  );

  test(
    'totals come by hour, then partition, then plane, of the hours that begin in the range',
    on(make, async (series) => {
      const written = [noon + hour, noon].flatMap((start) =>
        [10, 2].flatMap((partition) => (['open', 'nobody'] as const).map((plane) => aTally({ hour: start, partition, plane }))),
      );
      await series.writeTallies([...written, aTally({ hour: noon - hour }), aTally({ hour: noon + 2 * hour })]);
      const found = await series.tallies(noon, noon + 2 * hour);
      expect(found.map((tally) => [(tally.hour - noon) / hour, tally.partition, tally.plane].join(' '))).toEqual(
        ['0 2 nobody', '0 2 open', '0 10 nobody', '0 10 open'].concat(['1 2 nobody', '1 2 open', '1 10 nobody', '1 10 open']),
      );
      expect(await series.tallies(noon + 1, noon + hour)).toEqual([]);
    }),
  );

  test(
    'truth 4: what was answered is there after the series is opened again',
    on(make, async (series, store) => {
      const reading = aReading({ raw: '12.50', flags: ['out_of_order'] });
      await series.write([reading, aReading({ phenomenonTime: noon - minute })]);
      await series.writeTallies([aTally()]);
      const again = await store.reopen();
      expect(await readings(again, { from: noon })).toEqual([reading]);
      expect(await again.latest()).toEqual([reading]);
      expect(await again.tallies(noon, noon + 1)).toEqual([aTally()]);
      expect(await again.write([reading])).toEqual([{ answer: 'stored' }]);
      expect(await readings(again)).toHaveLength(2);
    }),
  );
}
