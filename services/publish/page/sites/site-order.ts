import type { ShownSite } from './shown-site.ts';

export type Column = 'site' | 'value' | 'age';

export interface Order {
  readonly column: Column;
  readonly isDescending: boolean;
}

/** Sites in that order; without a value (or age) they come last, whichever way. The given order, by name, is kept among equals. */
export function inOrder(shown: readonly ShownSite[], { column, isDescending }: Order): readonly ShownSite[] {
  if (column === 'site') return isDescending ? shown.toReversed() : shown;
  const sign = isDescending ? -1 : 1;
  const key = column === 'value' ? ({ value }: ShownSite) => value : ({ time }: ShownSite) => (time === null ? null : -time);
  return shown.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}

/** The order after a press on a column's head: turned round, or the column's own. */
export function pressed(order: Order, column: Column): Order {
  return { column, isDescending: order.column === column ? !order.isDescending : column === 'value' };
}
