import { useNow } from '../data/clock.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import type { Domain } from '../map/colour-scale.ts';
import { Mark } from '../map/mark.tsx';
import { openSite } from './chosen.ts';
import { sensorWords } from './sensor-words.ts';
import { isBeside, type ShownSite } from './shown-site.ts';
import { valueWords } from './value-words.ts';

interface Props {
  readonly shown: ShownSite;
  readonly domain: Domain | undefined;
  readonly isChosen: boolean;
  /** Hidden on a phone until the whole list is asked for. */
  readonly isFurther: boolean;
}

export function SiteRow({ shown, domain, isChosen, isFurther }: Props) {
  const { site, standing, hasLowBattery, time, datastream } = shown;
  const w = useWords(sensorWords);
  const format = useFormat();
  const now = useNow();
  const open = (opener: HTMLElement) => openSite(site.id, opener);
  return (
    // The button is what the keyboard presses; the row is the same for a finger.
    <tr
      data-state={standing.state}
      data-site={site.id}
      data-further={isFurther}
      aria-current={isChosen ? 'true' : undefined}
      onClick={({ currentTarget }) => open(currentTarget.querySelector('button') ?? currentTarget)}
    >
      <th scope="row">
        <div>
          <Mark shown={shown} domain={domain} />
          <button type="button" class="site-name">
            {site.label}
          </button>
          {hasLowBattery && (
            <span class="tag" data-kind="warning" title={w.lowBattery}>
              <Icon name="battery" />
              <span class="visually-hidden">{w.lowBattery}</span>
            </span>
          )}
        </div>
      </th>
      <td class="figure column-value">{isBeside(shown) ? <NotMeasured /> : valueWords(shown, w, format)}</td>
      <td class="figure column-age">{datastream && time !== null ? format.length(now - time) : '–'}</td>
    </tr>
  );
}

function NotMeasured() {
  const { notMeasured } = useWords(sensorWords);
  return (
    <>
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{notMeasured}</span>
    </>
  );
}
