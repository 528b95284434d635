import './site-list.css';
import { useState } from 'preact/hooks';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { widenedDomain } from '../map/domain.ts';
import type { MeasuredQuantity } from './quantity-choice.ts';
import { sensorWords } from './sensor-words.ts';
import type { ShownSite } from './shown-site.ts';
import { type Column, inOrder, type Order, pressed } from './site-order.ts';
import { SiteRow } from './site-row.tsx';

interface Props {
  readonly shown: readonly ShownSite[];
  readonly quantity: MeasuredQuantity | undefined;
  readonly chosen: string | null;
}

/** On a phone, a longer list would hide the map; in a city of thousands, the page. */
const few = 8;
const many = 300;
const columns: readonly Column[] = ['site', 'value', 'age'];

/** Every site with its value and age, to be sorted and opened: all that the map says. */
export function SiteList({ shown, quantity, chosen }: Props) {
  const [order, setOrder] = useState<Order>({ column: 'site', isDescending: false });
  const [isWhole, setWhole] = useState(false);
  const w = useWords(sensorWords);
  const rows = inOrder(shown, order);
  const domain = widenedDomain(quantity, shown);
  return (
    <div class="site-list" data-whole={isWhole}>
      <section class="table-wrap" aria-label={w.list} tabIndex={0}>
        <table>
          <caption class="visually-hidden">{w.list}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column} column={column} order={order} press={() => setOrder(pressed(order, column))} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, isWhole ? rows.length : many).map((one, i) => (
              <SiteRow key={one.site.id} shown={one} domain={domain} isChosen={one.site.id === chosen} isFurther={i >= few} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > few && (
        <button
          type="button"
          class="button site-list-more"
          data-many={rows.length > many}
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? w.fewer : w.all(rows.length)}
        </button>
      )}
    </div>
  );
}

function Head({ column, order, press }: { readonly column: Column; readonly order: Order; press(): void }) {
  const w = useWords(sensorWords);
  const isSorted = order.column === column;
  const direction = order.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" class={`column-${column}`} aria-sort={isSorted ? direction : 'none'}>
      <button type="button" title={w.sortBy(w[column])} onClick={press}>
        {w[column]} {isSorted && <Icon name={direction} />}
      </button>
    </th>
  );
}
