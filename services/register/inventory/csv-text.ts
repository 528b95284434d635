import type { PlannedRow } from './rows-of.ts';

/** Rows as a CSV table of the register, `most` rows a table. */
export function csvTexts(rows: readonly PlannedRow[], most: number): { readonly text: string; readonly rows: readonly PlannedRow[] }[] {
  const slices = Array.from({ length: Math.ceil(rows.length / most) }, (_, n) => rows.slice(n * most, (n + 1) * most));
  return slices.map((some) => ({ text: csvText(some), rows: some }));
}

/** The row of a problem in line `line` of such a table. */
export const rowOfLine = (rows: readonly PlannedRow[], line: number): PlannedRow | undefined => rows[line - 2];

function csvText(rows: readonly PlannedRow[]): string {
  const columns = Object.keys(rows[0]?.cells ?? {});
  const lines = rows.map(({ cells }) => columns.map((column) => quoted(cells[column] ?? '')).join(','));
  return `${[columns.join(','), ...lines].join('\n')}\n`;
}

/** RFC 4180; a line break inside a cell would be taken for the end of its row. */
function quoted(cell: string): string {
  const line = cell.replaceAll(/[\r\n]+/g, ' ').trim();
  return /[",;]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
}
