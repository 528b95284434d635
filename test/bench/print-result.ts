import { type BenchResult, type Breakdown, type Figure, median, ratioToGoal } from './bench-result.ts';

/** A table for people. */
export function printed({ name, about, figures, breakdowns = [] }: BenchResult): string {
  const header = ['', 'median', 'least', 'most', 'unit', 'goal', 'ratio', ''];
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
    figures: result.figures.map((figure) => ({ ...figure, median: median(figure.runs), ratioToGoal: ratioToGoal(figure) })),
  };
}

function rowOf(figure: Figure): string[] {
  const { name, unit, runs } = figure;
  return [name, short(median(runs)), short(Math.min(...runs)), short(Math.max(...runs)), unit, ...asked(figure)];
}

/** The goal, how far the median is beyond it, and whether that is enough. */
function asked(figure: Figure): string[] {
  const ratio = ratioToGoal(figure);
  if (ratio === undefined) return ['', '', ''];
  const { goal, limit } = figure;
  return [goal === undefined ? `≤ ${short(limit ?? 0)}` : `≥ ${short(goal)}`, short(ratio), ratio >= 1 ? 'met' : 'NOT MET'];
}

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
