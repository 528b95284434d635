import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { isCurrent, type ShownSite } from '../sites/shown-site.ts';
import { colourOf, type Domain } from './colour-scale.ts';
import { mapWords } from './map-words.ts';
import { placedAt } from './placed-at.ts';
import type { Point } from './view.ts';

interface Props {
  readonly at: Point;
  readonly members: readonly ShownSite[];
  readonly domain: Domain | undefined;
  zoomIn(): void;
}

/** Several sites as one: how many, in a ring of their colours, and their lowest and highest value. */
export function ClusterDot({ at, members, domain, zoomIn }: Props) {
  const { zoomTo, places } = useWords(mapWords);
  const format = useFormat();
  const current = members.filter(isCurrent).flatMap(({ value }) => (value === null ? [] : [value]));
  const unit = members.find(({ datastream }) => datastream)?.datastream?.unit ?? '';
  const silent = members.filter(({ standing }) => standing.state === 'silent').length;
  const low = members.filter(({ hasLowBattery }) => hasLowBattery).length;
  const [lowest, highest] = [Math.min(...current), Math.max(...current)].map((value) => format.value(value, unit));
  return (
    <button type="button" class="dot dot-cluster" style={placedAt(at)} tabIndex={-1} title={zoomTo(members.length)} onClick={zoomIn}>
      <ClusterRing values={current.toSorted((a, b) => a - b)} count={members.length} domain={domain} />
      <span class="visually-hidden">{places(members.length)}</span>
      <span class="dot-label figure">
        {current.length > 0 && <b>{lowest === highest ? lowest : `${lowest}…${highest}`}</b>}
        {(silent > 0 || low > 0) && (
          <small>
            {silent > 0 && <Icon name="silent" />} {silent > 0 && silent} {low > 0 && <Icon name="battery" />} {low > 0 && low}
          </small>
        )}
      </span>
    </button>
  );
}

const around = 2 * Math.PI * 12;
/** Finer ones would not be seen. */
const mostShares = 24;

interface RingProps {
  readonly values: readonly number[];
  readonly count: number;
  readonly domain: Domain | undefined;
}

/** Each value has its share of the ring, lowest first; what has no value now leaves it open. */
function ClusterRing({ values, count, domain }: RingProps) {
  const parts = Math.min(count, mostShares);
  const share = around / parts;
  const filled = Math.round((values.length / count) * parts);
  const shares = domain
    ? Array.from({ length: filled }, (_, place) => ({
        place,
        colour: colourOf(values[Math.floor((place / filled) * values.length)] ?? 0, domain),
      }))
    : [];
  return (
    <svg class="cluster-ring" viewBox="-17 -17 34 34" aria-hidden="true" focusable="false">
      <circle class="cluster-face" r="15.500" />
      {shares.map(({ place, colour }) => (
        <circle
          key={place}
          class="cluster-share"
          r="12"
          stroke={colour}
          stroke-dasharray={`${share} ${around - share}`}
          stroke-dashoffset={around / 4 - place * share}
        />
      ))}
      <circle class="cluster-heart" r="8.800" />
      <text y="4">{count}</text>
    </svg>
  );
}
