import { useFormat } from '../format/use-format.ts';
import { useWords } from '../language/language.ts';
import { chosenQuantity } from './chosen.ts';
import type { MeasuredQuantity } from './quantity-choice.ts';
import { sensorWords } from './sensor-words.ts';

interface Props {
  readonly measured: readonly MeasuredQuantity[];
  readonly chosen: MeasuredQuantity | undefined;
}

/** Which quantity list and map show. */
export function QuantityChoice({ measured, chosen }: Props) {
  const { say } = useFormat();
  const { quantity, sitesOf } = useWords(sensorWords);
  if (!chosen) return null;
  return (
    <label class="quantity-choice">
      <span>{quantity}</span>
      <select class="select" value={chosen.quantity} onChange={({ currentTarget }) => chosenQuantity.set(currentTarget.value)}>
        {measured.map(({ quantity: name, label, sites }) => (
          <option key={name} value={name}>
            {sitesOf(say(label), sites)}
          </option>
        ))}
      </select>
    </label>
  );
}
