import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Observation } from '../observation.ts';
import { formatSuite, type ReadBack } from './format.suite.ts';
import { chooseFormat, formats } from './index.ts';

const fromCsv = ({ value, flags, simulated: _, ...row }: Record<string, string>) => {
  return { ...row, value: value === '' ? null : Number(value), flags: flags ? flags.split(' ') : [] } as unknown as Observation;
};

const readers: Record<string, ReadBack> = {
  json: (text) => (JSON.parse(text) as { observations: Observation[] }).observations,
  csv: (text) => parse<Record<string, string>>(text, { columns: true }).map(fromCsv),
};

test('every format has its reader here, and a name of its own', () => {
  expect(formats.map(({ name }) => name)).toEqual(Object.keys(readers));
});

for (const format of formats) formatSuite(format, readers[format.name] ?? (() => []));

test('an unknown wish gets the usual format', () => {
  expect(chooseFormat(undefined, 'image/png')).toBe(formats[0]);
  expect(chooseFormat(undefined, undefined)).toBe(formats[0]);
});
