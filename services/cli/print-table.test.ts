import { expect, test } from '@jest/globals';
import { printTable } from './print-table.ts';

test('columns are as wide as their widest cell, and lines end without blanks', () => {
  const rows = [
    ['1', 'a long cell', ''],
    ['22', 'é', 'x'],
  ];
  expect(printTable(['id', 'what', 'more'], rows)).toBe('id  what         more\n1   a long cell\n22  é            x\n');
  expect(printTable(['id'], [])).toBe('id\n');
});

test('what a terminal would obey is shown as a dot', () => {
  expect(printTable(['detail'], [['\u001b[2Jred\n\u202etxt\u009b']])).toBe('detail\n·[2Jred··txt·\n');
});
