/** A set of counters as closed, disjoint, ascending intervals; almost always one. Never changed in place. */
export type Intervals = readonly (readonly [first: number, last: number])[];

/** Whether the counter lies in one of the intervals. */
export function hasCounter(intervals: Intervals, counter: number): boolean {
  const [first] = intervals[indexFrom(intervals, counter)] ?? [];
  return first !== undefined && first <= counter;
}

/** The intervals with one more counter, joined with its neighbours. The counter must not be in them yet. */
export function addCounter(intervals: Intervals, counter: number): [number, number][] {
  const at = indexFrom(intervals, counter);
  const before = intervals[at - 1];
  const after = intervals[at];
  const joinsBefore = before !== undefined && before[1] === counter - 1;
  const joinsAfter = after !== undefined && after[0] === counter + 1;
  const result = intervals.map(([first, last]): [number, number] => [first, last]);
  const joined: [number, number] = [joinsBefore ? before[0] : counter, joinsAfter ? after[1] : counter];
  result.splice(joinsBefore ? at - 1 : at, Number(joinsBefore) + Number(joinsAfter), joined);
  return result;
}

/** Counters between the lowest and the highest that are in no interval. */
export function countBetween(intervals: Intervals): number {
  const [lowest] = intervals[0] ?? [0];
  const highest = intervals.at(-1)?.[1] ?? -1;
  return intervals.reduce((between, [first, last]) => between - (last - first + 1), highest - lowest + 1);
}

/** Index of the first interval that ends at the counter or above; searched from the end, where nearly all counters belong. */
function indexFrom(intervals: Intervals, counter: number): number {
  let at = intervals.length;
  while (at > 0 && (intervals[at - 1]?.[1] ?? -1) >= counter) at--;
  return at;
}
