import './map.css';
import { useEffect, useRef } from 'preact/hooks';
import { useCity } from '../data/city.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import type { MeasuredQuantity } from '../sites/quantity-choice.ts';
import type { ShownSite } from '../sites/shown-site.ts';
import { widenedDomain } from './domain.ts';
import { Dots } from './dots.tsx';
import { Legend } from './legend.tsx';
import { MapButtons } from './map-buttons.tsx';
import { mapWords } from './map-words.ts';
import { Neatline } from './neatline.tsx';
import { ScaleBar } from './scale-bar.tsx';
import { useMap } from './use-map.ts';
import { boundsOf, isSeen, seenAt } from './view.ts';

interface Props {
  readonly shown: readonly ShownSite[];
  readonly quantity: MeasuredQuantity | undefined;
  readonly chosen: string | null;
}

/** The map with its sensors, frame, scale and legend; or why there is none. */
export function MapPlace({ shown, quantity, chosen }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const bounds = boundsOf(shown.map(({ site }) => site));
  const { state, map, view } = useMap(container, bounds);
  const { loading, failed } = useWords(mapWords);
  const domain = widenedDomain(quantity, shown);
  const chosenSite = shown.find(({ site }) => site.id === chosen)?.site;
  useEffect(() => {
    if (map && view && chosenSite && !isSeen(view, seenAt(view, chosenSite), -40)) map.moveTo(chosenSite);
  }, [map, chosenSite?.id]);
  return (
    <figure class="map" data-state={state}>
      {state !== 'failed' && (
        <div class="map-sheet">
          <div ref={container} class="map-ground" />
          {view && <Dots view={view} shown={shown} domain={domain} chosen={chosen} map={map} />}
          {view && <Neatline view={view} />}
          {view && <ScaleBar view={view} />}
          {map && bounds && <MapButtons map={map} bounds={bounds} />}
          {state === 'loading' && <p class="map-note">{loading}</p>}
          <SimulatedMark />
        </div>
      )}
      {state === 'failed' && (
        <p class="part-fault">
          <span>
            <Icon name="warning" /> {failed}
          </span>
        </p>
      )}
      <Legend quantity={quantity} domain={domain} shown={shown} />
    </figure>
  );
}

/** A picture of the map alone says it too. */
function SimulatedMark() {
  const { value: city } = useCity();
  const { simulated } = useWords(mapWords);
  return city?.simulated ? (
    <p class="map-simulated tag" data-kind="simulated">
      {simulated}
    </p>
  ) : null;
}
