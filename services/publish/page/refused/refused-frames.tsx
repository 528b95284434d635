import { useEffect, useState } from 'preact/hooks';
import { api } from '../data/api.ts';
import { now, useNow } from '../data/clock.ts';
import type { Part } from '../data/part.ts';
import type { Refused } from '../data/shapes.ts';
import { useAsked } from '../data/use-asked.ts';
import { useLive } from '../data/use-live.ts';
import { PartView } from '../frame/part-view.tsx';
import { useWords } from '../language/language.ts';
import { type Followed, followed } from './followed.ts';
import { withRefused } from './refused-frame.ts';
import { RefusedFrameView } from './refused-frame-view.tsx';
import { RefusedList } from './refused-list.tsx';
import { refusedWords } from './refused-words.ts';

/** The newest refused frame in full, and those before it to choose from. */
export function RefusedFrames() {
  const w = useWords(refusedWords);
  const { part, again } = useRefused();
  const frames = part.value ?? [];
  const [isBusy, setBusy] = useState(false);
  const [shown, show] = useFollowed(frames, isBusy);
  const choose = (frame: Refused, isChosen: boolean) => show({ frame, since: now(), isChosen });
  return (
    <PartView part={part} again={again} isEmpty={(value) => value.length === 0} empty={<p>{w.none}</p>}>
      {() =>
        shown && (
          <div class="refused-layout">
            <div
              onPointerEnter={() => setBusy(true)}
              onPointerLeave={() => setBusy(false)}
              onFocusCapture={() => setBusy(true)}
              onBlurCapture={() => setBusy(false)}
            >
              <RefusedFrameView frame={shown.frame} />
            </div>
            <RefusedList frames={frames} shown={shown} choose={choose} />
          </div>
        )
      }
    </PartView>
  );
}

/** Those that the API remembers, and those refused since the page was opened. */
function useRefused(): { readonly part: Part<readonly Refused[]>; again(): void } {
  const { part, again } = useAsked<{ readonly refused: readonly Refused[] }>(api('refused', { limit: 12 }));
  const [since, setSince] = useState<readonly Refused[]>([]);
  useLive('refused', (frame) => setSince((known) => withRefused(known, [frame])));
  const { value, ...rest } = part;
  if (value === undefined && since.length === 0) return { part: rest, again };
  return { part: { ...rest, value: withRefused(value?.refused ?? [], since) }, again };
}

function useFollowed(frames: readonly Refused[], isBusy: boolean) {
  const [shown, show] = useState<Followed<Refused> | null>(null);
  const at = useNow(1);
  const newest = frames[0];
  useEffect(() => show((known) => followed(known, newest, at, isBusy)), [newest?.message, at, isBusy]);
  return [shown, show] as const;
}
