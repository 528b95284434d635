import { useState } from 'preact/hooks';
import { api } from '../data/api.ts';
import { useFormat } from '../format/use-format.ts';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { FateBar } from './fate-bar.tsx';
import { type HourRow, reasonsIn } from './ledger.ts';
import { ledgerCsv } from './ledger-csv.ts';
import { LedgerHead } from './ledger-head.tsx';
import { ledgerWords } from './ledger-words.ts';
import { saveFile } from './save-file.ts';
import { type Column, cellOf, type Order, sortRows, turned } from './sort-rows.ts';

const usualHours = 8;

/** The hours one by one: sortable, exportable, with a drawing of each. */
export function LedgerTable({ rows }: { readonly rows: readonly HourRow[] }) {
  const w = useWords(ledgerWords);
  const { zoneName } = useFormat();
  const [order, setOrder] = useState<Order>({ column: 'hour', descending: true });
  const [isLong, setLong] = useState(false);
  const reasons = reasonsIn(rows);
  const columns: Column[] = ['accepted', 'forwarded', 'duplicate', 'refused', ...reasons.map((name): Column => `reason:${name}`)];
  const sorted = sortRows(rows, order);
  const most = Math.max(...rows.map(({ accepted }) => accepted));
  return (
    <div class="ledger-hours">
      <section class="table-wrap ledger-scroll" aria-label={w.scroll}>
        <table>
          <caption>
            <span class="ledger-caption">
              {w.caption(rows.length, zoneName())} {w.legend}
            </span>
          </caption>
          <LedgerHead columns={columns} order={order} sort={(column) => setOrder(turned(order, column))} />
          <tbody>
            {(isLong ? sorted : sorted.slice(0, usualHours)).map((row) => (
              <HourLine key={row.hour} row={row} columns={columns} most={most} />
            ))}
          </tbody>
        </table>
      </section>
      <p class="ledger-tools">
        {rows.length > usualHours && (
          <button type="button" class="button" aria-expanded={isLong} onClick={() => setLong(!isLong)}>
            {isLong ? w.fewer : w.more(rows.length)}
          </button>
        )}
        <button type="button" class="button" onClick={() => saveFile('ledger.csv', 'text/csv', ledgerCsv(sorted, reasons))}>
          <Icon name="download" /> {w.save}
        </button>
        <a href={api('ledger')}>{w.source}</a>
      </p>
    </div>
  );
}

interface LineProps {
  readonly row: HourRow;
  readonly columns: readonly Column[];
  /** Messages of the busiest hour. */
  readonly most: number;
}

function HourLine({ row, columns, most }: LineProps) {
  const { moment, number } = useFormat();
  return (
    <tr>
      <th scope="row">
        <time dateTime={row.hour}>{moment(Date.parse(row.hour))}</time>
      </th>
      <td class="ledger-drawing">
        <FateBar fates={row} of={most} />
      </td>
      {columns.map((column) => (
        <td key={column} class="is-number" data-zero={cellOf(row, column) === 0}>
          {number(Number(cellOf(row, column)))}
        </td>
      ))}
    </tr>
  );
}
