import { api } from '../data/api.ts';
import type { Datastream, Observation } from '../data/shapes.ts';
import { useAsked } from '../data/use-asked.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { lifeWords } from './life-words.ts';

/** The values of a frame with unit and time, named as the datastreams of their site are. */
export function StepValues({ observations }: { readonly observations: readonly Observation[] }) {
  const w = useWords(lifeWords).facts;
  const { moment } = useFormat();
  const [first] = observations;
  const asked = useAsked<{ readonly datastreams: readonly Datastream[] }>(first ? api('datastreams', { site: first.site }) : null);
  const known = new Map(asked.part.value?.datastreams.map((datastream) => [datastream.id, datastream]));
  return (
    <div class="table-wrap">
      <table class="step-values">
        <caption>{first ? w.caption(first.site, moment(Date.parse(first.phenomenonTime), true)) : w.valuesOf}</caption>
        <thead>
          <tr>
            <th scope="col">{w.quantity}</th>
            <th scope="col" class="is-number">
              {w.value}
            </th>
          </tr>
        </thead>
        <tbody>
          {observations.map((observation) => (
            <Row key={observation.datastream} observation={observation} datastream={known.get(observation.datastream)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ observation, datastream }: { readonly observation: Observation; readonly datastream: Datastream | undefined }) {
  const w = useWords(lifeWords).facts;
  const { language, value, withUnit } = useFormat();
  const { quantity, unit, value: measured, flags } = observation;
  return (
    <tr>
      <th scope="row">{datastream?.label[language] ?? quantity}</th>
      <td class="is-number">
        {measured === null ? w.none : withUnit(value(measured, unit), datastream?.displayUnit ?? unit)}
        {flags.map((flag) => (
          <span key={flag} class="tag" data-kind="warning">
            {' '}
            <Icon name="warning" /> {w.flags[flag as keyof typeof w.flags] ?? flag}
          </span>
        ))}
      </td>
    </tr>
  );
}
