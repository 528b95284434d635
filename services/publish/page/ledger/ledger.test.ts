import { expect, test } from '@jest/globals';
import { hourRows, type Ledger, reasonsIn, standingOf } from './ledger.ts';
import { ledgerCsv } from './ledger-csv.ts';
import { sortRows, turned } from './sort-rows.ts';

const early = '2026-11-24T11:00:00.000Z';
const late = '2026-11-24T12:00:00.000Z';
const ledger: Ledger = {
  partitions: [
    { accepted: 60, lost: 0, waiting: 1 },
    { accepted: 57, lost: 2, waiting: 0 },
  ],
  totals: { accepted: 117, forwarded: 90, duplicate: 20, quarantined: { mic_mismatch: 6, f_cnt_behind: 1 } },
  hours: [
    { hour: early, plane: 'open', accepted: 50, forwarded: 40, duplicate: 10, quarantined: {} },
    { hour: late, plane: 'open', accepted: 61, forwarded: 50, duplicate: 10, quarantined: { f_cnt_behind: 1 } },
    { hour: late, plane: 'nobody', accepted: 6, forwarded: 0, duplicate: 0, quarantined: { mic_mismatch: 6 } },
  ],
};

test('one row an hour, of both planes, the newest first', () => {
  expect(hourRows(ledger)).toEqual([
    { hour: late, accepted: 67, forwarded: 50, duplicate: 10, refused: 7, quarantined: { f_cnt_behind: 1, mic_mismatch: 6 } },
    { hour: early, accepted: 50, forwarded: 40, duplicate: 10, refused: 0, quarantined: {} },
  ]);
});

test('truth 2: the page adds up by itself, and says what is lost', () => {
  expect(standingOf(ledger)).toEqual({ refused: 7, lost: 2, waiting: 1, fits: true });
  expect(standingOf({ ...ledger, totals: { ...ledger.totals, forwarded: 91 } }).fits).toBe(false);
});

test('columns: the reasons that occur, the most frequent first', () => {
  expect(reasonsIn(hourRows(ledger))).toEqual(['mic_mismatch', 'f_cnt_behind']);
});

test('a column sorts both ways, by hour where equal', () => {
  const rows = hourRows(ledger);
  const order = turned({ column: 'hour', descending: true }, 'refused');
  expect(order).toEqual({ column: 'refused', descending: true });
  expect(sortRows(rows, order).map(({ hour }) => hour)).toEqual([late, early]);
  expect(sortRows(rows, turned(order, 'refused')).map(({ hour }) => hour)).toEqual([early, late]);
  expect(sortRows(rows, { column: 'duplicate', descending: true }).map(({ hour }) => hour)).toEqual([late, early]);
  expect(sortRows(rows, { column: 'reason:mic_mismatch', descending: false }).map(({ hour }) => hour)).toEqual([early, late]);
});

test('the file has the names of the API', () => {
  const rows = hourRows(ledger);
  expect(ledgerCsv(rows, reasonsIn(rows)).split('\r\n')).toEqual([
    'hour,accepted,forwarded,duplicate,quarantined,mic_mismatch,f_cnt_behind',
    `${late},67,50,10,7,6,1`,
    `${early},50,40,10,0,0,0`,
    '',
  ]);
});
