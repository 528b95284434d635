import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { json } from './formats/json.ts';
import { MemoryBudget } from './memory-budget.ts';
import { comesAfter } from './page-mark.ts';
import { rewritePage, type Source, writePage } from './write-page.ts';

const facts = { licence: 'x', simulated: true, position: () => [0, 0] as const };
const much = () => new MemoryBudget(1_000_000);

/** Numbers in order, in pages of the store; the odd ones are not wanted. */
function numbers(pages: () => readonly (readonly number[])[]): Source<number, { n: number }> {
  return {
    async *read() {
      yield* pages();
    },
    markOf: (n) => [n],
    row: (n) => (n % 2 === 0 ? { n } : undefined),
    ...{ format: json('all'), facts },
  };
}

const inPages = fc.tuple(fc.uniqueArray(fc.nat(200), { maxLength: 60 }), fc.integer({ min: 1, max: 9 })).map(([all, size]) => {
  const sorted = all.toSorted((a, b) => a - b);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, n) => sorted.slice(n * size, (n + 1) * size));
});

const numbersIn = (parts: readonly (string | Buffer)[]) => (JSON.parse(`[${parts.join('')}]`) as { n: number }[]).map(({ n }) => n);

test('a page holds the first of those that are wanted, and knows whether there are more', async () => {
  await fc.assert(
    fc.asyncProperty(inPages, fc.integer({ min: 1, max: 40 }), async (pages, limit) => {
      const wanted = pages.flat().filter((n) => n % 2 === 0);
      const page = await writePage(
        numbers(() => pages),
        limit,
        much(),
      );
      expect(numbersIn(page.held.parts)).toEqual(wanted.slice(0, limit));
      expect(page).toMatchObject({ rows: Math.min(limit, wanted.length), isMore: wanted.length > limit });
      expect(page.last?.[0]).toBe(wanted.slice(0, limit).at(-1));
    }),
  );
});

test('written again, it is the same, and ends at the same row whatever comes meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      inPages,
      fc.uniqueArray(fc.nat(200), { maxLength: 20 }),
      fc.integer({ min: 1, max: 40 }),
      async (pages, come, limit) => {
        const { last } = await writePage(
          numbers(() => pages),
          limit,
          much(),
        );
        fc.pre(last !== undefined);
        const later = [...new Set([...pages.flat(), ...come])].toSorted((a, b) => a - b).map((n) => [n]);
        const parts: string[] = [];
        for await (const part of rewritePage(
          numbers(() => later),
          last ?? [0],
        ))
          parts.push(part);
        expect(numbersIn(parts)).toEqual(later.flat().filter((n) => n % 2 === 0 && n <= (last?.[0] ?? 0)));
      },
    ),
  );
});

test('truth 7: neither reads further than it must', async () => {
  let read = 0;
  const endless = {
    ...numbers(() => []),
    async *read() {
      for (;;) {
        read += 2;
        yield [read];
      }
    },
  };
  const { last } = await writePage(endless, 3, much());
  expect({ last, read }).toEqual({ last: [6], read: 8 });
  read = 0;
  const parts: string[] = [];
  for await (const part of rewritePage(endless, [6])) parts.push(part);
  expect({ numbers: numbersIn(parts), read }).toEqual({ numbers: [2, 4, 6], read: 8 });
});

test('truth 7: what finds no room is dropped and gives back what it took; so does what is released, once', async () => {
  const budget = new MemoryBudget(30);
  const pages = [[2], [4], [6], [8], [10]];
  const dropped = await writePage(
    numbers(() => pages),
    10,
    budget,
  );
  expect(dropped).toMatchObject({ rows: 5, last: [10], held: { isDropped: true, parts: [] } });
  const { held } = await writePage(
    numbers(() => [[2, 4]]),
    10,
    budget,
  );
  expect(held.isDropped).toBe(false);
  expect(budget.take(30)).toBe(false);
  held.release();
  held.release();
  expect(budget.take(31)).toBe(false);
  expect(budget.take(30)).toBe(true);
});

test('truth 7: a page that cannot be read to its end gives back what it took', async () => {
  const budget = new MemoryBudget(30);
  const failing = numbers(() => [[2]]);
  const source = {
    ...failing,
    async *read() {
      yield [2];
      throw new Error('no more');
    },
  };
  await expect(writePage(source, 10, budget)).rejects.toThrow('no more');
  expect(budget.take(30)).toBe(true);
});

test('marks are in the order of their parts', () => {
  expect(comesAfter([2, 'a'], [1, 'b'])).toBe(true);
  expect(comesAfter([1, 'b'], [1, 'a'])).toBe(true);
  expect(comesAfter([1, 'a'], [1, 'a'])).toBe(false);
  expect(comesAfter([1, 'a', 'a'], [1, 'b', 'a'])).toBe(false);
});
