import { useNow } from '../data/clock.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { openSite } from '../sites/chosen.ts';
import { sensorWords } from '../sites/sensor-words.ts';
import type { ShownSite } from '../sites/shown-site.ts';
import { valueWords } from '../sites/value-words.ts';
import type { Domain } from './colour-scale.ts';
import { formOf, Mark } from './mark.tsx';
import { placedAt } from './placed-at.ts';
import type { Point } from './view.ts';

interface Props {
  readonly at: Point;
  readonly shown: ShownSite;
  readonly domain: Domain | undefined;
  readonly isChosen: boolean;
  /** How many others it hides. */
  readonly hidden: number;
}

/** One site: its mark, and beside it the value and its age. The keyboard has the list, so that it need not walk through the map. */
export function SiteDot({ at, shown, domain, isChosen, hidden }: Props) {
  const { site, standing, hasLowBattery, time } = shown;
  const w = useWords(sensorWords);
  const format = useFormat();
  const now = useNow();
  const form = formOf(shown);
  const since = standing.state === 'silent' ? standing.since : time;
  const small = [since !== null && format.length(now - since), hidden > 0 && `+${hidden}`].filter(Boolean).join(' · ');
  return (
    <button
      type="button"
      class="dot"
      style={placedAt(at)}
      tabIndex={-1}
      data-form={form}
      data-site={site.id}
      aria-current={isChosen ? 'true' : undefined}
      title={site.label}
      onClick={({ currentTarget }) => openSite(site.id, currentTarget)}
    >
      <Mark shown={shown} domain={domain} />
      {form === 'other' && <span class="dot-name">{site.label}</span>}
      {form !== 'other' && (
        <span class="dot-label figure">
          <span class="dot-name">{site.label}</span>
          <b>
            {valueWords(shown, w, format)}
            {hasLowBattery && <Icon name="battery" />}
          </b>
          <small>{small}</small>
        </span>
      )}
      {form === 'other' && hasLowBattery && <Icon name="battery" />}
    </button>
  );
}
