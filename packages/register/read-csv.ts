import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { CsvProblem } from './csv-problem.ts';
import type { TableName } from './csv-tables.ts';
import { type Header, readHeader } from './read-header.ts';

/** A row's cells by column; an empty cell is left out. */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CsvFile {
  readonly table: TableName | null;
  readonly rows: readonly CsvRow[];
  readonly problems: readonly CsvProblem[];
}

interface Line {
  readonly line: number;
  readonly text: string;
}

/**
 * Reads the text of a file: UTF-8 with or without BOM, `,` or `;` as the header has it, any line ends, double quotes as in RFC 4180 but
 * within one line, so that a stray quote costs its own line only. Blank lines and lines that begin with `#` are passed over.
 */
export function readCsv(text: string): CsvFile {
  const [first, ...rest] = linesOf(text);
  if (first === undefined) return { table: null, rows: [], problems: [{ line: 1, column: null, reason: 'the file is empty' }] };
  const separator = first.text.includes(';') ? ';' : ',';
  const header = readHeader(cellsOf(first.text, separator) ?? []);
  if (header.refusals.length > 0) {
    return { table: header.table, rows: [], problems: header.refusals.map((refusal) => ({ line: first.line, ...refusal })) };
  }
  const read = rest.map((line) => readRow(line, header, separator));
  return {
    table: header.table,
    rows: read.filter((one) => 'cells' in one),
    problems: read.filter((one) => 'reason' in one),
  };
}

function linesOf(text: string): Line[] {
  return (
    text
      .split(/\r\n|\n|\r/)
      // This takes a BOM away as well.
      .map((line, i) => ({ line: i + 1, text: line.trim() }))
      .filter(({ text: line }) => !line.startsWith('#') && !/^[\s,;]*$/.test(line))
  );
}

function readRow({ line, text }: Line, { columns }: Header, separator: string): CsvRow | CsvProblem {
  const cells = cellsOf(text, separator);
  if (cells === undefined) return { line, column: null, reason: 'a double quote does not open or close a cell of this line' };
  if (cells.length !== columns.length) {
    return { line, column: null, reason: `${cells.length} cells, but the header has ${columns.length}` };
  }
  const named = columns.map((column, i) => [column, cells[i] ?? ''] as const);
  return { line, cells: Object.fromEntries(named.filter(([, cell]) => cell !== '')) };
}

/** The cells of one line without the blanks around them; undefined when its quotes do not match. */
function cellsOf(line: string, separator: string): string[] | undefined {
  // Without a quote there is nothing to parse: 60 µs a line saved (DECISIONS.md).
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  try {
    const records: string[][] = parse(line, { delimiter: separator, trim: true, relax_column_count: true });
    return records[0] ?? [];
  } catch (error) {
    // Its message quotes the cell, which may be a key: only the fact goes on.
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}
