import { setImmediate as turn } from 'node:timers/promises';
import { type IsBefore, Merge } from './in-order.ts';
import { orUnavailable } from './unavailable.ts';

/** The next rows of one run, at most `size`, strictly after a row of it (from its beginning where there is none); fewer than `size` are the last. */
export type ReadAfter<Row> = (after: Row | undefined, size: number) => Row[];

export type Pages<Row> = AsyncGenerator<readonly Row[], void>;

/** Rows read at once, between two turns of the rest of the process. */
const rowsAtOnce = 500;
/** What a merge holds over all its runs, as long as each has at least two rows of it. */
const rowsOfAMerge = 4000;
/** Runs begun between two turns of the rest of the process. */
const runsAtOnce = 25;

/** The rows of one run, up to `limit`. */
export async function* pagesOf<Row>(read: ReadAfter<Row>, limit = Number.POSITIVE_INFINITY): Pages<Row> {
  let last: Row | undefined;
  for (let left = limit; left > 0; ) {
    const size = Math.min(left, rowsAtOnce);
    const page = orUnavailable(() => read(last, size));
    if (page.length > 0) yield page;
    if (page.length < size) return;
    left -= page.length;
    last = page.at(-1);
    await turn();
  }
}

/** The rows of many runs, merged, up to `limit`. */
export async function* mergedPages<Row>(
  reads: readonly ReadAfter<Row>[],
  isBefore: IsBefore<Row>,
  limit = Number.POSITIVE_INFINITY,
): Pages<Row> {
  const [only, another] = reads;
  if (only !== undefined && another === undefined) return yield* pagesOf(only, limit);
  const merge = new Merge(isBefore);
  const rowsOfARun = Math.min(Math.max(Math.floor(rowsOfAMerge / reads.length), 2), rowsAtOnce, Math.max(limit, 1));
  for (const [index, read] of reads.entries()) {
    if (index % runsAtOnce === runsAtOnce - 1) await turn();
    orUnavailable(() => merge.add(rowsOf(read, rowsOfARun)));
  }
  yield* pagesOf((_, size) => merge.take(size), limit);
}

function* rowsOf<Row>(read: ReadAfter<Row>, size: number): Generator<Row, void> {
  let page = read(undefined, size);
  for (;;) {
    for (const row of page) yield row;
    if (page.length < size) return;
    page = read(page.at(-1), size);
  }
}
