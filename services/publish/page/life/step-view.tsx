import type { Life, LifeStep } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { useReasons } from '../refused/reasons.ts';
import { stepNamed } from './life.ts';
import { lifeWords } from './life-words.ts';
import { openMessage } from './opened-message.ts';
import { iconOfEnd, outcomeWords, titleOf } from './step-rail.tsx';
import { StepShows } from './step-shows.tsx';

interface Props {
  readonly life: Life;
  readonly step: LifeStep;
  readonly at: number;
}

/** One step: what it does in general, what it did to this frame, and what there is to see of it. */
export function StepView({ life, step, at }: Props) {
  const w = useWords(lifeWords);
  const { language } = useFormat();
  const name = stepNamed(step.step);
  return (
    <div class="step-view" aria-live="polite" data-outcome={step.outcome}>
      <p class="quiet figure">
        {w.stepOf(at + 1, life.steps.length)} · <code>{step.step.replace('_', ' ').replace('mic', 'MIC')}</code>
      </p>
      <h3>{titleOf(step, w.titles)}</h3>
      {name && <p>{w.means[name]}</p>}
      <p class="step-outcome" data-outcome={step.outcome} data-ending={life.ending.ending}>
        <b>
          <OutcomeIcon step={step} ending={life.ending.ending} /> {outcomeWords(step, w)}
        </b>{' '}
        {step.outcome === 'not_reached' ? w.notReachedMeans : step.words[language]}
      </p>
      {step.outcome === 'ended' && <End life={life} />}
      {step.outcome !== 'not_reached' && <StepShows life={life} step={step} />}
    </div>
  );
}

function OutcomeIcon({ step: { outcome }, ending }: { readonly step: LifeStep; readonly ending: string }) {
  if (outcome === 'not_reached') return <Icon name="waiting" />;
  return <Icon name={outcome === 'passed' ? 'success' : iconOfEnd(ending)} />;
}

/** Where the life ended before its last step: what was done, or what a technician does about it. */
function End({ life: { ending } }: { readonly life: Life }) {
  const w = useWords(lifeWords);
  const { language } = useFormat();
  const reason = useReasons().get(ending.reason ?? '');
  const { of } = ending;
  return (
    <>
      {reason && (
        <p>
          {w.whatToDo} {reason.action[language]}
        </p>
      )}
      {of !== null && (
        <p>
          <button type="button" class="button-plain" onClick={() => openMessage(of)}>
            {w.copyOf}
          </button>
        </p>
      )}
    </>
  );
}
