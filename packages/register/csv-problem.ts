/**
 * What keeps a row (or a whole file) out. A reason quotes nothing from the file: a key may stand in any column by mistake (truth 11);
 * it says what stands there by type and length, and what is wanted.
 */
export interface CsvProblem {
  /** Of the file, from 1. */
  readonly line: number;
  /** As in the header; `column 3` for one that the table does not know; null: the line as a whole. */
  readonly column: string | null;
  readonly reason: string;
}

/** A problem whose line the finder does not know. */
export type Refusal = Omit<CsvProblem, 'line'>;
