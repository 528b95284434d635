import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { ledgerWords } from './ledger-words.ts';
import { reasonLabel, reasonLabels } from './reason-labels.ts';
import type { Column, Order } from './sort-rows.ts';

interface Props {
  /** Those with numbers; the hour and its drawing stand before them. */
  readonly columns: readonly Column[];
  readonly order: Order;
  sort(column: Column): void;
}

/** The head of the table; each title sorts. */
export function LedgerHead({ columns, order, sort }: Props) {
  const w = useWords(ledgerWords);
  return (
    <thead>
      <tr>
        <ColumnHead column="hour" order={order} sort={sort} />
        <th scope="col" class="ledger-drawing">
          {w.drawing}
        </th>
        {columns.map((column) => (
          <ColumnHead key={column} column={column} order={order} sort={sort} />
        ))}
      </tr>
    </thead>
  );
}

function ColumnHead({ column, order, sort }: { readonly column: Column; readonly order: Order; sort(column: Column): void }) {
  const title = useTitle(column);
  const isSorted = order.column === column;
  const direction = order.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={isSorted ? direction : 'none'} class={column === 'hour' ? undefined : 'is-number'}>
      <button type="button" onClick={() => sort(column)}>
        {title} {isSorted && <Icon name={direction} />}
      </button>
    </th>
  );
}

function useTitle(column: Column): string {
  const w = useWords(ledgerWords);
  const labels = useWords(reasonLabels);
  if (column.startsWith('reason:')) return reasonLabel(column.slice('reason:'.length), labels);
  return w[column as Exclude<Column, `reason:${string}`>];
}
