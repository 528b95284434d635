import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isDark } from '../frame/theme.ts';
import { useWords } from '../language/language.ts';
import type { Bounds } from './graticule.ts';
import { mapWords } from './map-words.ts';
import type { OpenedMap } from './open-map.ts';
import type { View } from './view.ts';

export interface MapStanding {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly map?: OpenedMap;
  readonly view?: View;
}

/** Opens a map in the container, once the page has been painted; again when the language changes. Undefined bounds: not yet. */
export function useMap(container: RefObject<HTMLElement | null>, bounds: Bounds | undefined): MapStanding {
  const [standing, setStanding] = useState<MapStanding>({ state: 'loading' });
  const words = useWords(mapWords);
  const isReady = bounds !== undefined;
  useEffect(() => {
    const place = container.current;
    if (!place || !bounds) return;
    let map: OpenedMap | undefined;
    let isLeft = false;
    const open = async () => {
      const { openMap } = await import('./open-map.ts');
      if (isLeft) return;
      const onView = (view: View) => setStanding((known) => ({ ...known, view }));
      map = openMap({ container: place, bounds, words, onView });
      setStanding((known) => ({ ...known, state: 'ready', ...(map ? { map } : {}) }));
    };
    const fail = (error: unknown) => {
      console.warn('The map cannot be drawn.', error);
      setStanding({ state: 'failed' });
    };
    const cancel = afterPaint(() => open().catch(fail));
    const endFollowing = isDark.listen(() => map?.repaint());
    return () => {
      isLeft = true;
      cancel();
      endFollowing();
      map?.close();
      setStanding({ state: 'loading' });
    };
  }, [container, isReady, words]);
  return standing;
}

/** Gives what calls it off. */
function afterPaint(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(work);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
