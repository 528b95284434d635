import { useNow } from '../data/clock.ts';
import type { Datastream } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { FlagWords } from './flag-words.tsx';
import { siteWords } from './site-words.ts';

interface Props {
  readonly datastream: Datastream;
  readonly isCurrent: boolean;
}

/** The value in large, when it was measured, and what is odd about it. */
export function BigReading({ datastream, isCurrent }: Props) {
  const { latest, unit, displayUnit, label } = datastream;
  const w = useWords(siteWords);
  const { say, value, age, moment } = useFormat();
  const now = useNow();
  const time = latest ? Date.parse(latest.phenomenonTime) : undefined;
  return (
    <div class="reading" data-current={isCurrent}>
      <p class="reading-name">{say(label)}</p>
      {latest && latest.value !== null && (
        <>
          {!isCurrent && <p class="quiet">{w.lastKnown}</p>}
          <p class="reading-value figure">
            <span>{value(latest.value, unit)}</span> <small>{displayUnit}</small>
          </p>
        </>
      )}
      {!latest && <p>{w.noValue}</p>}
      {latest?.value === null && <p>{w.noNumber}</p>}
      {time !== undefined && (
        <p class="quiet figure">
          <time dateTime={latest?.phenomenonTime}>{w.measuredAt(moment(time, true), age(time, now))}</time>
        </p>
      )}
      {latest && <FlagWords flags={latest.flags} />}
    </div>
  );
}
