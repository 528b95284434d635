import './legend.css';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import type { MeasuredQuantity } from '../sites/quantity-choice.ts';
import type { ShownSite } from '../sites/shown-site.ts';
import { colourOf, type Domain, ticksOf } from './colour-scale.ts';
import { mapWords } from './map-words.ts';
import { formOf, MarkDrawing } from './mark.tsx';

interface Props {
  readonly quantity: MeasuredQuantity | undefined;
  readonly domain: Domain | undefined;
  readonly shown: readonly ShownSite[];
}

/** The colours with their numbers and unit, and the forms that there are now. */
export function Legend({ quantity, domain, shown }: Props) {
  const w = useWords(mapWords);
  const forms = (['silent', 'waiting', 'other'] as const).filter(
    (form) => shown.some((one) => formOf(one) === form) && (form !== 'other' || quantity),
  );
  return (
    <figcaption class="legend">
      {quantity && domain && <ColourBar quantity={quantity} domain={domain} />}
      <ul class="legend-forms" aria-label={w.legend}>
        {forms.map((form) => (
          <li key={form}>
            <MarkDrawing form={form} /> {w[form]}
          </li>
        ))}
        {shown.some(({ hasLowBattery }) => hasLowBattery) && (
          <li>
            <Icon name="battery" /> {w.battery}
          </li>
        )}
      </ul>
    </figcaption>
  );
}

const shares = 40;

function ColourBar({ quantity, domain }: { readonly quantity: MeasuredQuantity; readonly domain: Domain }) {
  const { value, say } = useFormat();
  const { min, max } = domain;
  const left = (of: number) => `${((of - min) / (max - min)) * 100}%`;
  return (
    <div class="colour-bar">
      <p>
        {say(quantity.label)} {quantity.displayUnit && `(${quantity.displayUnit})`}
      </p>
      <svg viewBox={`0 0 ${shares} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {Array.from({ length: shares }, (_, i) => (
          <rect key={i} x={i} width="1.1" height="1" fill={colourOf(min + ((i + 0.5) / shares) * (max - min), domain)} />
        ))}
      </svg>
      <div class="colour-ticks figure">
        {ticksOf(domain).map((tick) => (
          <span key={tick} style={{ left: left(tick) }}>
            {value(tick, quantity.unit)}
          </span>
        ))}
      </div>
    </div>
  );
}
