/** Rows under heads, in columns as wide as their widest cell. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heads, ...rows].map((row) => row.map(printable));
  const widths = heads.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return `${cells.map((row) => line(row).trimEnd()).join('\n')}\n`;
}

/** What a codec says of a stranger's bytes may hold anything; a terminal obeys some of it. */
const printable = (cell: string) => cell.replaceAll(/[\p{Cc}\p{Cf}]/gu, '·');
