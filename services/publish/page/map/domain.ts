import type { MeasuredQuantity } from '../sites/quantity-choice.ts';
import { isCurrent, type ShownSite } from '../sites/shown-site.ts';
import { type Domain, widened } from './colour-scale.ts';

const known = new Map<string, Domain>();

/** The colours' domain for a quantity, over the values of now and of before in this visit; list and map share it. */
export function widenedDomain(measured: MeasuredQuantity | undefined, shown: readonly ShownSite[]): Domain | undefined {
  if (!measured) return undefined;
  const { quantity, unit } = measured;
  const values = shown.flatMap((one) => (isCurrent(one) && one.value !== null ? [one.value] : []));
  const domain = widened(known.get(quantity), values, unit);
  if (domain) known.set(quantity, domain);
  return domain;
}
