import { expect, test } from '@jest/globals';
import { check } from '@placemarkio/check-geojson';
import { parse } from 'csv-parse/sync';
import type { Observation } from '../observation.ts';
import { csv } from './csv.ts';
import { facts, formatSuite, type ReadBack, usual, writeWhole } from './format.suite.ts';
import { geojson } from './geojson.ts';
import { chooseFormat, observationFormats, windowFormats } from './index.ts';

const fromCsv = ({ value, flags, simulated: _, ...row }: Record<string, string>) => {
  return { ...row, value: value === '' ? null : Number(value), flags: flags ? flags.split(' ') : [] } as unknown as Observation;
};

const readers: Record<string, ReadBack> = {
  json: (text) => (JSON.parse(text) as { observations: Observation[] }).observations,
  csv: (text) => parse<Record<string, string>>(text, { columns: true, record_delimiter: '\r\n' }).map(fromCsv),
  geojson: (text) => {
    const collection = check(text);
    if (collection.type !== 'FeatureCollection') throw new Error('It is no collection.');
    return collection.features.map(({ properties }) => properties as unknown as Observation);
  },
};

test('every format has its reader here, and a name of its own', () => {
  expect(observationFormats.map(({ name }) => name)).toEqual(Object.keys(readers));
  expect(windowFormats.map(({ name }) => name)).toEqual(['json', 'csv']);
});

for (const format of observationFormats) formatSuite(format, readers[format.name] ?? (() => []));

test('GeoJSON: points by longitude and latitude, at most six decimals; what is ours are foreign members', () => {
  const text = writeWhole(geojson, [usual], { ...facts, position: () => [2.123456789, -48.5] });
  expect(check(text)).toMatchObject({
    features: [{ geometry: { type: 'Point', coordinates: [2.123457, -48.5] }, properties: usual }],
  });
  expect(JSON.parse(text)).toMatchObject({ licence: 'etalab-2.0', simulated: true, next: null });
});

test('CSV: every sign that RFC 4180 reserves is quoted, one alone too', () => {
  const lineOf = (unit: string) => writeWhole(csv(['unit']), [{ ...usual, unit }]).slice('unit,simulated\r\n'.length);
  for (const sign of [',', '\r', '\n']) expect(lineOf(`a${sign}b`)).toBe(`"a${sign}b",true\r\n`);
  expect(lineOf('a"b')).toBe('"a""b",true\r\n');
  expect(lineOf("a'b; =c")).toBe("a'b; =c,true\r\n");
});

test('an unknown wish gets the usual format', () => {
  expect(chooseFormat(observationFormats, undefined, 'image/png').name).toBe('json');
  expect(chooseFormat(observationFormats, undefined, undefined).name).toBe('json');
});

test('a format is found by its media type', () => {
  for (const { name, mediaType } of observationFormats) {
    expect(chooseFormat(observationFormats, undefined, `${mediaType.split(';')[0]};q=0.9`).name).toBe(name);
  }
});
