import { api } from '../data/api.ts';
import { now } from '../data/clock.ts';
import type { Datastream } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { FlagWords } from './flag-words.tsx';
import type { Gap, Reading } from './gaps.ts';
import { siteWords } from './site-words.ts';
import { useGapWords } from './use-gap-words.ts';

export interface HistoryProps {
  readonly datastream: Datastream;
  readonly readings: readonly Reading[];
  readonly gaps: readonly Gap[];
  readonly hours: number;
}

const most = 200;

/** The chart's readings and gaps as a table, newest first. */
export function ReadingsTable({ datastream: { id, unit, displayUnit, label }, readings, gaps, hours }: HistoryProps) {
  const w = useWords(siteWords);
  const gapWords = useGapWords();
  const { say, value, moment } = useFormat();
  const rows = [...readings, ...gaps].toSorted((a, b) => startOf(b) - startOf(a));
  const from = new Date(now() - hours * 3_600_000).toISOString();
  return (
    <div class="readings">
      <section class="table-wrap" aria-label={w.readings} tabIndex={0}>
        <table>
          <caption class="visually-hidden">{w.readings}</caption>
          <thead>
            <tr>
              <th scope="col">{w.time}</th>
              <th scope="col">
                {say(label)} {displayUnit && `(${displayUnit})`}
              </th>
              <th scope="col">{w.remarks}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) =>
              'reason' in row ? (
                <tr key={`gap ${row.from}`} class="readings-gap">
                  <td colSpan={3}>{gapWords(row)}</td>
                </tr>
              ) : (
                <tr key={row.time}>
                  <th scope="row">{moment(row.time, true)}</th>
                  <td>{row.value === null ? '–' : value(row.value, unit)}</td>
                  <td>
                    <FlagWords flags={row.flags} />
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </section>
      {rows.length > most && <p class="quiet">{w.newest(most)}</p>}
      <p>
        <a href={api('observations', { datastream: id, from, limit: 10_000, format: 'csv' })} download={`${id}.csv`}>
          <Icon name="download" /> {w.csv}
        </a>
      </p>
    </div>
  );
}

/** A gap stands between the readings that it separates. */
const startOf = (row: Reading | Gap) => ('reason' in row ? row.from + 1 : row.time);
