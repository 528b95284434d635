import { type BenchResult, type Breakdown, type Figure, median } from './bench-result.ts';

/** A table for people. */
export function printed({ name, about, figures, breakdowns = [] }: BenchResult): string {
  const header = ['', 'median', 'least', 'most', 'unit', 'goal', ''];
  return [
    `${name}: ${about}`,
    aligned([header, ...figures.map(rowOf)]),
    ...breakdowns.map((breakdown) => `\n  ${breakdown.title}\n${aligned(tableOf(breakdown))}`),
  ].join('\n');
}

/** The same for machines. */
export function plain(result: BenchResult): object {
  return {
    ...result,
    figures: result.figures.map((figure) => ({ ...figure, median: median(figure.runs), ...(figure.goal && { met: isMet(figure) }) })),
  };
}

function rowOf(figure: Figure): string[] {
  const { name, unit, runs, goal } = figure;
  const asked = goal === undefined ? ['', ''] : [`≥ ${short(goal)}`, isMet(figure) ? 'met' : 'NOT MET'];
  return [name, short(median(runs)), short(Math.min(...runs)), short(Math.max(...runs)), unit, ...asked];
}

const isMet = ({ runs, goal = 0 }: Figure) => median(runs) >= goal;

const tableOf = ({ columns, rows }: Breakdown) => [
  ['', ...columns],
  ...rows.map(({ name, values }) => [name, ...values.map((value) => (value < 0.05 ? '' : value.toFixed(1)))]),
];

/** Three digits are as many as any of these figures deserves. */
const short = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** Names to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const cell = (text: string, at: number) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0));
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd()).join('\n');
}
