import type { HourRow } from './ledger.ts';

/** A column of the table: one of its own, or a reason. */
export type Column = 'hour' | 'accepted' | 'forwarded' | 'duplicate' | 'refused' | `reason:${string}`;

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

export function cellOf(row: HourRow, column: Column): string | number {
  if (column.startsWith('reason:')) return row.quarantined[column.slice('reason:'.length)] ?? 0;
  return row[column as Exclude<Column, `reason:${string}`>];
}

/** Rows that are equal in the column stand with the newest hour first. */
export function sortRows(rows: readonly HourRow[], { column, descending }: Order): HourRow[] {
  const way = descending ? -1 : 1;
  return [...rows].sort((a, b) => way * compare(cellOf(a, column), cellOf(b, column)) || compare(b.hour, a.hour));
}

/** The order after a click on a column's head: the same column turns, another begins with its greatest. */
export function turned(order: Order, column: Column): Order {
  return { column, descending: order.column === column ? !order.descending : true };
}

const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
