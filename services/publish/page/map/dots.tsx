import { useMemo } from 'preact/hooks';
import { isBeside, type ShownSite } from '../sites/shown-site.ts';
import { clusters, type Place } from './cluster.ts';
import { ClusterDot } from './cluster-dot.tsx';
import type { Domain } from './colour-scale.ts';
import type { OpenedMap } from './open-map.ts';
import { SiteDot } from './site-dot.tsx';
import { isSeen, seenAt, type View } from './view.ts';

interface Props {
  readonly view: View;
  readonly shown: readonly ShownSite[];
  readonly domain: Domain | undefined;
  readonly chosen: string | null;
  readonly map: OpenedMap | undefined;
}

interface ShownPlace extends Place {
  readonly shown: ShownSite;
}

/** The sites over the map's ground, gathered where they would hide each other; the chosen one comes first, and is always seen. */
export function Dots({ view, shown, domain, chosen, map }: Props) {
  const zoom = Math.floor(view.zoom * 2) / 2;
  const places = useMemo(() => shown.map(placeOf).toSorted((a, b) => Number(b.id === chosen) - Number(a.id === chosen)), [shown, chosen]);
  const gathered = useMemo(() => clusters(places, zoom), [places, zoom]);
  return (
    <div class="dots">
      {gathered.map(([first, ...near]) => {
        const at = seenAt(view, first);
        const { id } = first;
        const others = near.filter((place) => !isBeside(place.shown));
        if (!isSeen(view, at, 60)) return null;
        if (others.length === 0 || id === chosen) {
          return <SiteDot key={id} at={at} shown={first.shown} domain={domain} isChosen={id === chosen} hidden={others.length} />;
        }
        const members = [first, ...others].map((place) => place.shown);
        return <ClusterDot key={`${id}+`} at={at} members={members} domain={domain} zoomIn={() => map?.moveTo(first, view.zoom + 1.5)} />;
      })}
    </div>
  );
}

function placeOf(shown: ShownSite): ShownPlace {
  const { id, longitude, latitude } = shown.site;
  return { id, longitude, latitude, shown };
}
