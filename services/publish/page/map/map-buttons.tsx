import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import type { Bounds } from './graticule.ts';
import { mapWords } from './map-words.ts';
import type { OpenedMap } from './open-map.ts';

export function MapButtons({ map, bounds }: { readonly map: OpenedMap; readonly bounds: Bounds }) {
  const { nearer, further, whole } = useWords(mapWords);
  const buttons = [
    { icon: 'plus', words: nearer, press: () => map.zoomBy(1) },
    { icon: 'minus', words: further, press: () => map.zoomBy(-1) },
    { icon: 'whole', words: whole, press: () => map.fit(bounds) },
  ] as const;
  return (
    <div class="map-buttons">
      {buttons.map(({ icon, words, press }) => (
        <button key={icon} type="button" aria-label={words} title={words} onClick={press}>
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
