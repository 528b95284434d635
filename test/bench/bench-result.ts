/** One measured quantity, once a run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly runs: readonly number[];
  /** What is asked of the median, at least. */
  readonly goal?: number;
  /** What is asked of the median, at most. */
  readonly limit?: number;
}

/** Where the time goes: rows of numbers beside the figures. */
export interface Breakdown {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export interface BenchResult {
  readonly name: string;
  /** What was measured, in a sentence. */
  readonly about: string;
  readonly figures: readonly Figure[];
  readonly breakdowns?: readonly Breakdown[];
}

export interface BenchOptions {
  /** Absent: as many as the benchmark needs for a steady median. */
  readonly runs?: number;
  /** Of one end-to-end run. */
  readonly messages: number;
  /** How long `memory` looks on. */
  readonly minutes: number;
  /** Where the `.cpuprofile` of the end-to-end benchmark stays, for a browser's developer tools; absent: nowhere. */
  readonly profileFolder?: string;
}

/** How far the median is beyond what is asked of it: from 1 on it is met. Undefined: nothing is asked. */
export function ratioToGoal({ runs, goal, limit }: Figure): number | undefined {
  if (goal !== undefined) return median(runs) / goal;
  return limit === undefined ? undefined : limit / median(runs);
}

/** The value that so great a part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
