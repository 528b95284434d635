import './history.css';
import { useMemo, useState } from 'preact/hooks';
import { useNow } from '../data/clock.ts';
import type { Datastream } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { PartView } from '../frame/part-view.tsx';
import { useWords } from '../language/language.ts';
import { Chart } from './chart.tsx';
import { gapsOf } from './gaps.ts';
import { ReadingsTable } from './readings-table.tsx';
import { siteWords } from './site-words.ts';
import { useReadings } from './use-readings.ts';

const periods = [1, 6, 24] as const;

/** The last hours of a datastream, as a chart or as a table. */
export function History({ datastream }: { readonly datastream: Datastream }) {
  const [hours, setHours] = useState<number>(6);
  const [isTable, setTable] = useState(false);
  const { part, again } = useReadings(datastream.id, hours);
  const w = useWords(siteWords);
  const { say } = useFormat();
  const now = useNow(5);
  const interval = datastream.interval === null ? null : datastream.interval * 1_000;
  const gaps = useMemo(() => gapsOf(part.value ?? [], interval, now), [part.value, interval, now]);
  const Shown = isTable ? ReadingsTable : Chart;
  return (
    <div class="history">
      <div class="history-head">
        <h4>{w.chartTitle(say(datastream.label))}</h4>
        <fieldset class="switch">
          <legend class="visually-hidden">{w.period}</legend>
          {periods.map((one) => (
            <button key={one} type="button" aria-pressed={one === hours} onClick={() => setHours(one)}>
              {w.hours(one)}
            </button>
          ))}
        </fieldset>
        <button type="button" class="button" onClick={() => setTable(!isTable)}>
          {isTable ? w.asChart : w.asTable}
        </button>
      </div>
      <PartView part={part} again={again} isEmpty={(readings) => readings.length === 0} empty={<p>{w.noReadings(hours)}</p>}>
        {(readings) => <Shown datastream={datastream} readings={readings} gaps={gaps} hours={hours} />}
      </PartView>
    </div>
  );
}
