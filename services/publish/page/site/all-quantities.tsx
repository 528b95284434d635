import { useNow } from '../data/clock.ts';
import type { Datastream } from '../data/shapes.ts';
import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { sensorWords } from '../sites/sensor-words.ts';
import { siteWords } from './site-words.ts';

interface Props {
  readonly all: readonly Datastream[];
  readonly chosen: string | undefined;
  choose(quantity: string): void;
}

/** Each quantity of the site with its latest value; pressed, it is the one shown above. */
export function AllQuantities({ all, chosen, choose }: Props) {
  const w = useWords(siteWords);
  const { noValue, noNumber } = useWords(sensorWords);
  const { say, value, withUnit, length } = useFormat();
  const now = useNow();
  return (
    <table class="all-quantities">
      <caption>{w.all}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">{w.quantity}</th>
          <th scope="col">{w.value}</th>
          <th scope="col">{w.time}</th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ id, quantity, label, unit, displayUnit, latest }) => (
          <tr key={id} aria-current={quantity === chosen ? 'true' : undefined}>
            <th scope="row">
              <button type="button" class="button-plain" aria-pressed={quantity === chosen} onClick={() => choose(quantity)}>
                {say(label)}
              </button>
            </th>
            <td>{!latest ? noValue : latest.value === null ? noNumber : withUnit(value(latest.value, unit), displayUnit)}</td>
            <td>{latest && length(now - Date.parse(latest.phenomenonTime))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
