import { expect, test } from '@jest/globals';
import { columnsOf, tableNames } from './csv-tables.ts';
import { readHeader } from './read-header.ts';

test.each(tableNames)('%s is recognised by its header, in any order', (table) => {
  const names = columnsOf(table).map(({ name }) => name);
  expect(readHeader(names)).toEqual({ table, columns: names, refusals: [] });
  expect(readHeader(names.toReversed())).toMatchObject({ table, refusals: [] });
});

test.each(tableNames)('%s is recognised without its optional columns', (table) => {
  const names = columnsOf(table).flatMap(({ name, required }) => (required ? [name] : []));
  expect(readHeader(names)).toMatchObject({ table, refusals: [] });
});

test('a missing column is named with what it holds', () => {
  const { table, refusals } = readHeader(['dev_eui', 'mac_version', 'nwk_s_key']);
  expect(table).toBe('sessions');
  expect(refusals).toEqual([{ column: 'dev_addr', reason: 'missing in the header; sessions needs it: 8 hexadecimal digits' }]);
});

test('an unknown column is refused with the nearest that the table knows', () => {
  const { refusals } = readHeader(['dev_eui', 'model', 'reset_tolerent']);
  expect(refusals.map(({ column }) => column)).toEqual(['column 3']);
  expect(refusals[0]?.reason).toContain('the nearest is reset_tolerant');
});

test('a column named twice is refused', () => {
  expect(readHeader(['id', 'label', 'label']).refusals).toEqual([{ column: 'column 3', reason: 'this column was named before' }]);
});

test('a header of no table is told all headers', () => {
  for (const names of [['name'], [''], ['dev_eui', ...Array.from({ length: 100_000 }, (_, i) => `${i}`)], ['__proto__', 'constructor']]) {
    const { table, refusals } = readHeader(names);
    expect(table).toBeNull();
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.reason).toContain('devices: dev_eui,model,disabled,reset_tolerant,interval');
  }
});
