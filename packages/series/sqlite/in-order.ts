import type { ReadingKey } from '../../model/reading.ts';

/** A run of rows in order, and the first of it that was not yet given. */
interface Run<Row> {
  readonly rows: AsyncIterator<Row, unknown>;
  readonly head: Row;
}

/** Merges runs that are each in the order of keys into one in that order. Holds one row of each. */
export async function* inOrder<Row extends ReadingKey>(runs: readonly AsyncIterator<Row, unknown>[]): AsyncGenerator<Row, void> {
  // The run whose head comes first stands last, where taking it is cheap.
  const waiting: Run<Row>[] = [];
  for (const rows of runs) await advance(rows, waiting);
  for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) {
    yield run.head;
    await advance(run.rows, waiting);
  }
}

async function advance<Row extends ReadingKey>(rows: AsyncIterator<Row, unknown>, waiting: Run<Row>[]): Promise<void> {
  const next = await rows.next();
  if (next.done) return;
  waiting.splice(placeOf(next.value, waiting), 0, { rows, head: next.value });
}

function placeOf<Row extends ReadingKey>(head: Row, waiting: readonly Run<Row>[]): number {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = waiting[middle];
    if (other !== undefined && isBefore(head, other.head)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Order of readings: time, then datastream, then codec version. */
function isBefore(a: ReadingKey, b: ReadingKey): boolean {
  if (a.phenomenonTime !== b.phenomenonTime) return a.phenomenonTime < b.phenomenonTime;
  if (a.datastream !== b.datastream) return a.datastream < b.datastream;
  return a.codecVersion < b.codecVersion;
}
