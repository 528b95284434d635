import type { ComponentChildren } from 'preact';
import { api } from '../data/api.ts';
import type { Life, LifeStep } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { lifeWords } from './life-words.ts';
import { spaced } from './spaced.ts';
import { StepValues } from './step-values.tsx';

/** What there is to see of a step: its own findings, by name, and beside them what the life says elsewhere. */
export function StepShows({ life, step }: { readonly life: Life; readonly step: LifeStep }) {
  const facts = useFacts(life, step);
  return (
    <>
      {facts.length > 0 && (
        <dl class="step-shows">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {step.step === 'normalise' && life.observations.length > 0 && <StepValues observations={life.observations} />}
    </>
  );
}

type Fact = readonly [name: string, value: ComponentChildren];

function useFacts({ reception, gateways, parts, observations }: Life, { step, shows }: LifeStep): Fact[] {
  const w = useWords(lifeWords).facts;
  const f = useFormat();
  const code = (value: string | number) => <code>{value}</code>;
  const given = (name: string, value: string | number | null | undefined, show: (value: string | number) => ComponentChildren): Fact[] =>
    value === undefined || value === null ? [] : [[name, show(value)]];
  const number = (value: string | number) => <span class="figure">{typeof value === 'number' ? f.number(value) : value}</span>;
  const bytes = (value: string | number) => <code>{spaced(String(value))}</code>;
  switch (step) {
    case 'read':
      return [
        ...given(w.topic, shows['topic'], code),
        ...given(w.length, shows['bytes'], (value) => f.withUnit(f.number(Number(value)), w.bytes)),
        ...given(w.strength, reception?.rssi, (value) => f.withUnit(f.number(Number(value)).replace('-', '−'), 'dBm')),
        ...given(w.gateways, gateways, number),
      ];
    case 'match_session':
      return given(w.address, shows['devAddr'], code);
    case 'verify_mic':
      return given(w.signature, shows['mic'], bytes);
    case 'claim_counter':
      return given(w.number, shows['fCnt'], code);
    case 'decrypt':
      return [...given(w.before, parts.find(({ name }) => name === 'FRMPayload')?.value, bytes), ...given(w.after, shows['plain'], bytes)];
    case 'run_codec':
      return [...given(w.codec, shows['codec'], code), ...given(w.values, observations.length || undefined, number)];
    case 'forward':
      return [
        ...given(w.values, shows['readings'], number),
        ...given(w.evidence, observations[0]?.evidence, (value) => w.evidences[value as keyof typeof w.evidences] ?? value),
        ...given(w.codec, observations[0]?.codec, code),
        ...given(w.published, observations[0]?.site, (site) => <a href={api('observations', { site })}>{w.ofSite(String(site))}</a>),
      ];
    default:
      return [];
  }
}
