import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evidences } from '../../model/evidence.ts';
import { readingFlags } from '../../model/reading.ts';
import { aReading, type Make, minute, noon, on, readings } from './store.ts';

/** What goes in comes out. */
export function roundTripSuite(make: Make): void {
  test(
    'every field of a reading comes back',
    on(make, async (series) => {
      const reading = aReading({ value: -3.25, raw: '-3.25 °C', flags: [...readingFlags], receivedTime: noon + 1 });
      await series.write([reading]);
      expect(await readings(series)).toEqual([reading]);
      expect(await series.latest()).toEqual([reading]);
    }),
  );

  test(
    'truth 8: what the codec gave in place of a number is kept as its text, beside no value',
    on(make, async (series) => {
      const odd = aReading({ value: null, raw: 'NaN', flags: ['not_a_number'] });
      const plain = aReading({ phenomenonTime: noon + minute });
      await series.write([odd, plain]);
      const [first, second] = await readings(series);
      expect(first).toEqual(odd);
      expect(second !== undefined && 'raw' in second).toBe(false);
    }),
  );

  test(
    'truth 8: any finite number comes back as it was, to the last bit',
    on(make, async (series) => {
      const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(numbers, async (values) => {
          run += 1;
          const datastream = `run-${run}`;
          await series.write(values.map((value, index) => aReading({ datastream, phenomenonTime: noon + index, value })));
          const kept = (await readings(series, { datastreams: [datastream] })).map(({ value }) => value);
          expect(kept).toHaveLength(values.length);
          for (const [index, value] of values.entries()) expect(Object.is(kept[index], value)).toBe(true);
        }),
        { numRuns: 30, examples: [[[0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53 + 2, 0.1]]] },
      );
    }),
  );

  test(
    'text comes back as it was, whatever its signs',
    on(make, async (series) => {
      const names = ['a b', "l'école", 'a,b=c', 'back\\slash', '"quoted"', '🌫 brume', "'; DROP TABLE reading; --"];
      const texts = [...names, 'two\nlines', 'ends in \\'];
      const named = names.map((name) => aReading({ datastream: name, codecVersion: name, site: name, device: name, quantity: name }));
      const worded = texts.map((text, index) => aReading({ phenomenonTime: noon + index, raw: text, frame: text, message: text }));
      await series.write([...named, ...worded]);
      for (const reading of named) expect(await readings(series, { datastreams: [reading.datastream] })).toEqual([reading]);
      expect(await readings(series, { datastreams: [aReading().datastream] })).toEqual(worded);
    }),
  );

  test(
    'readings of one datastream that differ in one name only keep each its own',
    on(make, async (series) => {
      const names = [{}, { quantity: 'pm10' }, {}, { site: 'elsewhere' }, {}, { device: 'device-8' }, {}];
      const written = names.map((own, index) => aReading({ ...own, phenomenonTime: noon + index }));
      await series.write(written);
      expect(await readings(series)).toEqual(written);
    }),
  );

  test(
    'truth 12: the evidence and the codec version travel with the reading',
    on(make, async (series) => {
      const written = evidences.map((evidence, index) =>
        aReading({ evidence, codecVersion: `decentlab/dl-pm@${index}`, phenomenonTime: noon + index }),
      );
      await series.write(written);
      const kept = await readings(series);
      expect(kept.map(({ evidence }) => evidence)).toEqual(evidences);
      expect(kept.map(({ codecVersion }) => codecVersion)).toEqual([0, 1, 2, 3].map((index) => `decentlab/dl-pm@${index}`));
    }),
  );
}
