import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { sensorWords } from '../sites/sensor-words.ts';
import type { ShownSite } from '../sites/shown-site.ts';

/** How the site does, in words: what is wrong first. */
export function StandingWords({ shown: { standing, hasLowBattery } }: { readonly shown: ShownSite }) {
  const w = useWords(sensorWords);
  const { length, moment } = useFormat();
  const { state, since, expectedEvery } = standing;
  const every = expectedEvery === null ? w.unknownEvery : length(expectedEvery * 1_000);
  return (
    <div class="standing">
      {state === 'silent' && since !== null && (
        <p class="tag" data-kind="warning">
          <Icon name="silent" /> {w.silentWhy(moment(since), every)}
        </p>
      )}
      {state === 'waiting' && (
        <p class="tag" data-kind="warning">
          <Icon name="waiting" /> {w.waitingWhy(every)}
        </p>
      )}
      {hasLowBattery && (
        <p class="tag" data-kind="warning">
          <Icon name="battery" /> {w.lowBatteryWhy}
        </p>
      )}
      {state === 'reporting' && expectedEvery !== null && <p class="quiet">{w.every(every)}</p>}
    </div>
  );
}
