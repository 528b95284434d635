import type { Format } from './contract.ts';

/** What a cell may hold; null is empty, a list is separated by spaces. */
type Cell = string | number | boolean | null | readonly string[];

/**
 * RFC 4180 with a header line. The next page's address is in the Link header. Written here, column by column, because a year of one datastream
 * is to be one quick answer: a library for CSV takes six times as long (DECISIONS.md).
 */
export function csv<Column extends string>(columns: readonly Column[]): Format<Readonly<Record<Column, Cell>>> {
  return {
    name: 'csv',
    mediaType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    start: () => `${columns.join(',')},simulated\r\n`,
    rows: (rows, { simulated }) => {
      const cells = columns.map((column) => cellsOf(rows, column));
      let text = '';
      for (const n of rows.keys()) {
        for (const column of cells) text += `${column[n]},`;
        text += `${simulated}\r\n`;
      }
      return text;
    },
    between: '',
    end: '',
  };
}

/** What a column repeats is written once. */
function cellsOf<Column extends string>(rows: readonly Readonly<Record<Column, Cell>>[], column: Column): string[] {
  let value: Cell = null;
  let text = '';
  return rows.map((row) => {
    if (row[column] !== value) {
      value = row[column];
      text = cell(value);
    }
    return text;
  });
}

const quoted = /[",\r\n]/;

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : value.join(' ');
  return quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
