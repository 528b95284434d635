import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { inkOf } from '../frame/ink-of.ts';
import { brokenLine, type Gap, type Reading } from './gaps.ts';

export interface ChartParts {
  /** Of the value's axis, with its unit. */
  readonly title: string;
  /** Of the time's axis: the zone. */
  readonly timeTitle: string;
  readonly zone: string;
  clock(time: number, seconds?: boolean): string;
  value(value: number): string;
  readonly isFromZero: boolean;
  /** The time pointed at, ms; null: none. */
  onPoint(time: number | null): void;
}

export interface DrawnChart {
  show(readings: readonly Reading[], gaps: readonly Gap[]): void;
  /** Moves the cursor there. */
  point(time: number | null): void;
  close(): void;
}

const height = 216;
const font = '12px "Atkinson Hyperlegible Next Variable", system-ui, sans-serif';
/** Above so many readings, dots would be a band. */
const mostDots = 120;

/** Draws readings with uPlot: a line that breaks, hatched gaps, a mark on each flagged reading. */
export function drawChart(place: HTMLElement, parts: ChartParts): DrawnChart {
  let gaps: readonly Gap[] = [];
  const chart = new uPlot(
    optionsOf(place.clientWidth, parts, () => gaps),
    [[], [], []],
    place,
  );
  const resized = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height }));
  resized.observe(place);
  return {
    show: (readings, given) => {
      gaps = given;
      chart.setData(dataOf(readings, given));
    },
    point: (time) => {
      const left = time === null ? -10 : chart.valToPos(time / 1_000, 'x');
      chart.setCursor({ left, top: height / 3 }, false);
    },
    close: () => {
      resized.disconnect();
      chart.destroy();
    },
  };
}

function dataOf(readings: readonly Reading[], gaps: readonly Gap[]): uPlot.AlignedData {
  const { times, values } = brokenLine(readings, gaps);
  const odd = new Set(readings.filter(({ flags }) => flags.length > 0).map(({ time }) => time));
  return [times.map((time) => time / 1_000), values, values.map((value, i) => (odd.has(times[i] ?? 0) ? value : null))];
}

function optionsOf(
  width: number,
  { title, timeTitle, zone, clock, value, isFromZero, onPoint }: ChartParts,
  gaps: () => readonly Gap[],
): uPlot.Options {
  const [ink, line, lagoon, warning, paper] = [inkOf('--quiet'), inkOf('--line'), inkOf('--lagoon'), inkOf('--warning'), inkOf('--paper')];
  const axis = { stroke: ink, font, labelFont: font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 } };
  return {
    width,
    height,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1_000), zone),
    legend: { show: false },
    padding: [10, 8, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 9, fill: lagoon, stroke: paper, width: 2 }, y: false },
    scales: { x: { time: true }, y: { range: (_chart, low, high) => rangeOf(low, high, isFromZero) } },
    axes: [
      { ...axis, label: timeTitle, labelSize: 18, size: 30, space: 64, values: (_chart, splits) => timesOf(splits, clock) },
      { ...axis, label: title, labelSize: 20, size: 46, values: (_chart, splits) => splits.map((split) => value(split)) },
    ],
    series: [
      {},
      {
        stroke: lagoon,
        width: 1.6,
        spanGaps: false,
        points: { show: (chart) => (chart.data[0]?.length ?? 0) <= mostDots, size: 5, fill: paper, stroke: lagoon },
      },
      { stroke: warning, paths: () => null, points: { show: true, size: 9, width: 2, fill: paper, stroke: warning } },
    ],
    hooks: {
      drawClear: [(chart) => hatchGaps(chart, gaps(), warning)],
      setCursor: [
        ({ cursor, posToVal }) => onPoint(cursor.left === undefined || cursor.left < 0 ? null : posToVal(cursor.left, 'x') * 1_000),
      ],
    },
  };
}

function rangeOf(low: number | null, high: number | null, isFromZero: boolean): [number, number] {
  const [lowest, highest] = [low ?? 0, high ?? 1];
  const room = (highest - lowest || Math.abs(highest) * 0.1 || 1) * 0.15;
  return isFromZero && lowest >= 0 ? [0, highest + room] : [lowest - room, highest + room];
}

function timesOf(splits: readonly number[], clock: ChartParts['clock']): string[] {
  const isFine = splits.length > 1 && (splits[1] ?? 0) - (splits[0] ?? 0) < 60;
  return splits.map((split) => clock(split * 1_000, isFine));
}

/** Slanted lines where there is no value: an absence that is seen, and never taken for a zero. */
function hatchGaps({ ctx, bbox, valToPos }: uPlot, gaps: readonly Gap[], colour: string): void {
  ctx.save();
  ctx.beginPath();
  for (const { from, to } of gaps) {
    const left = valToPos(from / 1_000, 'x', true);
    ctx.rect(left, bbox.top, valToPos(to / 1_000, 'x', true) - left, bbox.height);
  }
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.3;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (let x = bbox.left - bbox.height; x < bbox.left + bbox.width; x += 7 * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}
