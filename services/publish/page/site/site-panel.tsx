import './site-panel.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useCity } from '../data/city.ts';
import type { Site } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { closeSite, wasOpenedHere } from '../sites/chosen.ts';
import type { MeasuredQuantity } from '../sites/quantity-choice.ts';
import { datastreams } from '../sites/sensors.ts';
import type { ShownSite } from '../sites/shown-site.ts';
import { useCell } from '../use-cell.ts';
import { AllQuantities } from './all-quantities.tsx';
import { BigReading } from './big-reading.tsx';
import { History } from './history.tsx';
import { siteWords } from './site-words.ts';
import { StandingWords } from './standing-words.tsx';
import { Verified } from './verified.tsx';

interface Props {
  readonly opened: ShownSite;
  /** What list and map show; the panel starts with it where it is measured here. */
  readonly quantity: MeasuredQuantity | undefined;
}

/** Pixels from which the panel stands beside the map, in view already. */
const columnsFrom = 1_200;

/** One site: its value, how it does, its last hours, how it was verified, and what else it measures. */
export function SitePanel({ opened, quantity }: Props) {
  const { site } = opened;
  const [asked, ask] = useState<string | undefined>(undefined);
  useEffect(() => ask(undefined), [quantity?.quantity]);
  const all = [...(useCell(datastreams.part).value?.values() ?? [])].filter((one) => one.site === site.id);
  const wanted = asked ?? quantity?.quantity;
  const datastream = all.find((one) => one.quantity === wanted) ?? all[0];
  return (
    <aside class="site-panel" aria-labelledby="site-title" data-site={site.id} data-state={opened.standing.state} onKeyDown={closeOnEscape}>
      <PanelHead site={site} />
      <StandingWords shown={opened} />
      {datastream && <BigReading datastream={datastream} isCurrent={opened.standing.state === 'reporting'} />}
      {datastream && <History key={datastream.id} datastream={datastream} />}
      {datastream?.latest && <Verified latest={datastream.latest} />}
      <AllQuantities all={all} chosen={datastream?.quantity} choose={ask} />
    </aside>
  );
}

function PanelHead({ site }: { readonly site: Site }) {
  const w = useWords(siteWords);
  const { number } = useFormat();
  const { value: city } = useCity();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (wasOpenedHere()) title.current?.focus({ preventScroll: innerWidth >= columnsFrom });
  }, []);
  const { exposure, height } = site;
  const place = [
    exposure === 'outdoor' ? w.outdoor : exposure === 'indoor' ? w.indoor : null,
    height === null ? null : w.height(number(height, height % 1 === 0 ? 0 : 1)),
  ];
  return (
    <header class="site-head">
      <div>
        <h3 id="site-title" ref={title} tabIndex={-1}>
          {site.label}
        </h3>
        <p class="quiet">{[site.organisation, ...place].filter((part) => part !== null).join(' · ')}</p>
      </div>
      {city?.simulated && (
        <span class="tag" data-kind="simulated">
          {w.simulated}
        </span>
      )}
      <button type="button" class="button site-close" aria-label={w.closeSite(site.label)} onClick={closeSite}>
        <Icon name="close" /> {w.close}
      </button>
    </header>
  );
}

function closeOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') closeSite();
}
