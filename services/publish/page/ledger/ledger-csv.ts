import type { HourRow } from './ledger.ts';

/** The table as a file, with the API's own names: hours in UTC, one column for each reason. */
export function ledgerCsv(rows: readonly HourRow[], reasons: readonly string[]): string {
  const head = ['hour', 'accepted', 'forwarded', 'duplicate', 'quarantined', ...reasons];
  const lines = rows.map(({ hour, accepted, forwarded, duplicate, refused, quarantined }) =>
    [hour, accepted, forwarded, duplicate, refused, ...reasons.map((reason) => quarantined[reason] ?? 0)].join(','),
  );
  return `${[head.join(','), ...lines].join('\r\n')}\r\n`;
}
