import { useRef, useState } from 'preact/hooks';
import type { Life } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { FrameBytes } from '../frame-bytes/frame-bytes.tsx';
import { useWords } from '../language/language.ts';
import { partSeen, stepByKey } from './life.ts';
import { lifeWords } from './life-words.ts';
import { StepRail } from './step-rail.tsx';
import { StepView } from './step-view.tsx';

/** One life: the rail of its steps, the frame's bytes with what the step looks at, and the step itself. */
export function LifeView({ life }: { readonly life: Life }) {
  const w = useWords(lifeWords);
  const { moment } = useFormat();
  const [at, goTo] = useState(0);
  const rail = useRef<HTMLOListElement>(null);
  const step = life.steps[at];
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepByKey(event.key, at, life.steps.length);
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
    rail.current?.querySelectorAll('button')[next]?.focus();
  };
  if (!step) return null;
  return (
    <div class="life">
      <div class="life-way">
        <p class="quiet figure">
          {w.received(moment(Date.parse(life.receivedTime), true))}. {w.ends[endingOf(life)]}
        </p>
        <StepRail life={life} at={at} goTo={goTo} rail={rail} onKeyDown={onKeyDown} />
        <Turns at={at} count={life.steps.length} goTo={goTo} />
      </div>
      <StepView life={life} step={step} at={at} />
      {life.bytes !== null && (
        <FrameBytes
          bytes={life.bytes}
          parts={life.parts}
          reason={step.outcome === 'ended' ? life.ending.reason : null}
          seen={partSeen(step.step)}
        />
      )}
    </div>
  );
}

function endingOf({ ending: { ending } }: Life): 'forwarded' | 'duplicate' | 'quarantined' {
  return ending === 'duplicate' || ending === 'quarantined' ? ending : 'forwarded';
}

function Turns({ at, count, goTo }: { readonly at: number; readonly count: number; goTo(step: number): void }) {
  const w = useWords(lifeWords);
  const isLast = at === count - 1;
  return (
    <p class="life-turns">
      <button type="button" class="button" disabled={at === 0} onClick={() => goTo(at - 1)}>
        {w.previous}
      </button>
      <button type="button" class="button life-next" onClick={() => goTo(isLast ? 0 : at + 1)}>
        {isLast ? w.again : w.next}
      </button>
    </p>
  );
}
