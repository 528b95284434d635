import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Ending } from '../../../packages/model/ending.ts';
import { duplicate, forwarded, quarantinedEnding } from './fixtures/records.ts';
import { Minute } from './minute.ts';

const start = Date.UTC(2026, 0, 1);
const kinds = [forwarded('a'), duplicate('b', 'a'), quarantinedEnding('c'), quarantinedEnding('d', 'no_codec')] as const;

test('counts, in whatever order endings come, exactly those received in the last 60 seconds', () => {
  const arrivals = fc.array(fc.record({ ago: fc.integer({ min: 0, max: 90_000 }), kind: fc.constantFrom(...kinds) }), { maxLength: 60 });
  fc.assert(
    fc.property(arrivals, (all) => {
      const minute = new Minute();
      const endings: Ending[] = all.map(({ ago, kind }) => ({ ...kind, receivedTime: start - ago }));
      for (const ending of endings) minute.count(ending);
      const inTime = endings.filter(({ receivedTime }) => receivedTime >= start - 59_000);
      const of = (name: string) => inTime.filter(({ ending }) => ending === name).length;
      const { reasons, ...counts } = minute.until(start);
      const [from, to] = [start - 59_000, start + 1_000];
      const sums = { heard: inTime.length, forwarded: of('forwarded'), duplicate: of('duplicate'), quarantined: of('quarantined') };
      expect(counts).toEqual({ ...sums, from, to });
      expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(counts.quarantined);
    }),
  );
});

test('a second falls out when it is a minute old, and one that is still to come is not counted', () => {
  const minute = new Minute();
  minute.count({ ...forwarded('a'), receivedTime: start + 999 });
  expect(minute.until(start - 1).heard).toBe(0);
  expect(minute.until(start + 59_999).heard).toBe(1);
  expect(minute.until(start + 60_000).heard).toBe(0);
});

test('truth 6: what was sent again, or ended anew by a rebuild, was heard before', () => {
  const minute = new Minute();
  minute.count(forwarded('a', 1, { receivedTime: start, released: { reason: 'no_codec', plane: 'open' } }));
  minute.count(forwarded('a', 1, { receivedTime: start, corrects: { ending: 'quarantined', reason: 'no_codec', plane: 'open' } }));
  expect(minute.until(start).heard).toBe(0);
});
