import './chart.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useFormat } from '../format/use-format.ts';
import { isDark } from '../frame/theme.ts';
import { useWords } from '../language/language.ts';
import { useCell } from '../use-cell.ts';
import type { DrawnChart } from './draw-chart.ts';
import { gapAt } from './gaps.ts';
import type { HistoryProps } from './readings-table.tsx';
import { siteWords } from './site-words.ts';
import { useGapWords } from './use-gap-words.ts';

/** The readings as a line that breaks at its gaps; pointed at, or walked through by the keyboard, it says each in words. */
export function Chart({ datastream, readings, gaps }: HistoryProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart>(null);
  const [pointed, point] = useState<number | null>(null);
  const format = useFormat();
  const dark = useCell(isDark);
  const w = useWords(siteWords);
  const gapWords = useGapWords();
  const { unit, displayUnit, label } = datastream;
  const title = `${format.say(label)}${displayUnit && ` (${displayUnit})`}`;
  const stops = useMemo(
    () => [...readings.map(({ time }) => time), ...gaps.map(({ from, to }) => (from + to) / 2)].toSorted((a, b) => a - b),
    [readings, gaps],
  );

  useEffect(() => {
    let isLeft = false;
    const draw = async () => {
      const { drawChart } = await import('./draw-chart.ts');
      if (isLeft || !place.current) return;
      drawn.current = drawChart(place.current, {
        title,
        timeTitle: format.zoneName(),
        zone: format.zone,
        clock: format.clock,
        value: (value) => format.value(value, unit),
        isFromZero: startsAtZero(unit),
        onPoint: point,
      });
      drawn.current.show(readings, gaps);
    };
    draw().catch((error: unknown) => console.error('The chart cannot be drawn.', error));
    return () => {
      isLeft = true;
      drawn.current?.close();
      drawn.current = null;
    };
  }, [datastream.id, title, dark, format.zone]);
  useEffect(() => drawn.current?.show(readings, gaps), [readings, gaps]);

  const said = () => {
    if (pointed === null) return '';
    const gap = gapAt(pointed, gaps);
    if (gap) return gapWords(gap);
    const reading = nearest(readings, pointed);
    if (!reading) return '';
    const value = reading.value === null ? w.flags['not_a_number'] : format.withUnit(format.value(reading.value, unit), displayUnit);
    return [`${format.moment(reading.time, true)} · ${value}`, ...reading.flags.map((flag) => w.flags[flag] ?? flag)].join(' · ');
  };
  const walk = (at: number) => {
    const time = stops[at] ?? null;
    point(time);
    drawn.current?.point(time);
  };
  const at = pointed === null ? stops.length - 1 : stops.indexOf(nearestOf(stops, pointed) ?? 0);
  return (
    <div class="chart">
      <div ref={place} class="chart-place" />
      <input
        type="range"
        class="chart-walk"
        min="0"
        max={Math.max(0, stops.length - 1)}
        value={at}
        aria-label={w.browse}
        aria-valuetext={said() || undefined}
        onFocus={() => walk(at)}
        onInput={({ currentTarget }) => walk(Number(currentTarget.value))}
      />
      <p class="chart-said figure">{said() || w.pointHint}</p>
    </div>
  );
}

/** A concentration is read against nothing; a temperature is not. */
const startsAtZero = (ucum: string) => ['ug/m3', 'mg/m3', '/cm3', '[ppb]', 'mm', 'lx', 'W/m2', 'm/s'].includes(ucum);

function nearest<T extends { readonly time: number }>(all: readonly T[], time: number): T | undefined {
  return all.reduce<T | undefined>(
    (best, one) => (!best || Math.abs(one.time - time) < Math.abs(best.time - time) ? one : best),
    undefined,
  );
}

const nearestOf = (times: readonly number[], time: number) =>
  nearest(
    times.map((one) => ({ time: one })),
    time,
  )?.time;
