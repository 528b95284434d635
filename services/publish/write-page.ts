import type { Format, PageFacts } from './formats/contract.ts';
import { HeldText } from './held-text.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { comesAfter, type PageMark } from './page-mark.ts';

/** Where a page comes from, and how its rows are written. */
export interface Source<S, Row> {
  /** In pages of the store, in the order of marks. @param limit more than so many rows are not needed. */
  read(limit?: number): AsyncIterable<readonly S[]>;
  markOf(stored: S): PageMark;
  /** Undefined: it is not wanted. */
  row(stored: S): Row | undefined;
  readonly format: Format<Row>;
  readonly facts: PageFacts;
}

export interface Page {
  readonly rows: number;
  /** Of the last row. */
  readonly last: PageMark | undefined;
  /** Something comes after it. */
  readonly isMore: boolean;
  /** The rows as written, to be released; dropped where there was no room for them. */
  readonly held: HeldText;
}

/** Writes at most `limit` rows, and finds out whether there are more, which has to be said before the first of them is sent. */
export async function writePage<S, Row>(source: Source<S, Row>, limit: number, budget: MemoryBudget): Promise<Page> {
  const held = new HeldText(budget);
  try {
    return await fill(held, source, limit);
  } catch (error) {
    held.release();
    throw error;
  }
}

async function fill<S, Row>(held: HeldText, source: Source<S, Row>, limit: number): Promise<Page> {
  const { format, facts } = source;
  let count = 0;
  let last: S | undefined;
  let isMore = false;
  for await (const some of source.read(limit + 1)) {
    const { rows, ...end } = rowsUpTo(some, source, limit - count);
    if (rows.length > 0 && !held.isDropped) held.add((count > 0 ? format.between : '') + format.rows(rows, facts));
    count += rows.length;
    last = end.last ?? last;
    isMore = end.isMore;
    if (isMore) break;
  }
  return { rows: count, last: last === undefined ? undefined : source.markOf(last), isMore, held };
}

function rowsUpTo<S, Row>(some: readonly S[], { row }: Source<S, Row>, limit: number) {
  const rows: Row[] = [];
  let last: S | undefined;
  for (const one of some) {
    const made = row(one);
    if (made === undefined) continue;
    if (rows.length === limit) return { rows, last, isMore: true };
    rows.push(made);
    last = one;
  }
  return { rows, last, isMore: false };
}

/** Reads again, up to the same end, whatever came meanwhile, and no faster than it is taken. */
export async function* rewritePage<S, Row>({ read, markOf, row, format, facts }: Source<S, Row>, last: PageMark): AsyncGenerator<string> {
  let between = '';
  for await (const some of read()) {
    const end = some.findIndex((one) => comesAfter(markOf(one), last));
    const rows = (end === -1 ? some : some.slice(0, end)).flatMap((one) => row(one) ?? []);
    if (rows.length > 0) {
      yield between + format.rows(rows, facts);
      between = format.between;
    }
    if (end !== -1) return;
  }
}
