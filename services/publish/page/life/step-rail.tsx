import type { RefObject } from 'preact';
import type { Life, LifeStep } from '../data/shapes.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { stepNamed } from './life.ts';
import { lifeWords } from './life-words.ts';

interface Props {
  readonly life: Life;
  readonly at: number;
  readonly rail: RefObject<HTMLOListElement | null>;
  goTo(step: number): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** The steps as stations on a line, each with what became of the frame there. */
export function StepRail({ life: { steps, ending }, at, rail, goTo, onKeyDown }: Props) {
  const w = useWords(lifeWords);
  return (
    <nav aria-label={w.steps} class="life-rail" onKeyDown={onKeyDown}>
      <ol ref={rail}>
        {steps.map((step, index) => (
          <li key={step.step} data-outcome={step.outcome} data-ending={ending.ending}>
            <button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => goTo(index)}>
              <span class="life-dot" aria-hidden="true">
                <Mark step={step} ending={ending.ending} index={index} />
              </span>
              <span class="life-name">{titleOf(step, w.short)}</span>
              <span class="visually-hidden">. {outcomeWords(step, w)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Mark({ step: { outcome }, ending, index }: { readonly step: LifeStep; readonly ending: string; readonly index: number }) {
  if (outcome === 'passed') return <Icon name="success" />;
  if (outcome === 'ended') return <Icon name={iconOfEnd(ending)} />;
  return <>{index + 1}</>;
}

/** What has come to its end well, even before the last step, is no refusal. */
export function iconOfEnd(ending: string): 'copy' | 'refusal' | 'success' {
  if (ending === 'duplicate') return 'copy';
  return ending === 'quarantined' ? 'refusal' : 'success';
}

/** A step's title; of one that is not known here, its own name. */
export function titleOf({ step }: LifeStep, titles: Readonly<Record<string, string>>): string {
  const name = stepNamed(step);
  return (name && titles[name]) ?? step;
}

export function outcomeWords({ outcome }: LifeStep, w: { passed: string; ended: string; notReached: string }): string {
  return { passed: w.passed, ended: w.ended, not_reached: w.notReached }[outcome];
}
