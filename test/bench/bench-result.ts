/** One measured quantity, once a run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly runs: readonly number[];
  /** What is asked of the median, at least. */
  readonly goal?: number;
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
  /** Where the `.cpuprofile` of the end-to-end benchmark stays, for a browser's developer tools; absent: nowhere. */
  readonly profileFolder?: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
