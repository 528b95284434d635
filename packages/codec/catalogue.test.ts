import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { Catalogue, loadCatalogue } from './catalogue.ts';
import { CatalogueError } from './catalogue-error.ts';

const declaration = {
  vendor: { id: 'acme', name: 'Acme' },
  model: { id: 'th-1', name: 'TH-1' },
  version: '1.2.0',
  interval: 600,
  datastreams: [{ path: 'temperature', quantity: 'air_temperature' }],
  licence: 'EUPL-1.2',
  source: 'made up for this test',
};
const example = {
  description: 'mild',
  source: { kind: 'own', cite: 'made up for this test' },
  input: { bytes: '00fF', fPort: 1, recvTime: '2026-03-01T13:00:00+01:00' },
  output: { data: { temperature: 12.5 } },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-catalogue-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (files: Record<string, string>, model = 'acme/th-1') => {
  await mkdir(join(folder, model), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, model, file), text);
};
const device = (change: object = {}) => ({
  'device.yaml': stringify({ ...declaration, ...change }),
  'codec.js': 'function decodeUplink() {}',
  'examples.json': JSON.stringify([example]),
});
const refusal = async (...[files, model]: Parameters<typeof write>) => {
  await write(files, model);
  const refused = await loadCatalogue(folder).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(CatalogueError);
  return (refused as CatalogueError).message;
};

test('a folder is a device, named as its folder, its codec named with its version', async () => {
  await write(device({ fPorts: [1, 2], ignored: ['status'], lowBattery: 2.4 }));
  await writeFile(join(folder, 'README.md'), 'no device');
  const catalogue = await loadCatalogue(folder);
  expect(catalogue.devices()).toEqual([catalogue.device('acme/th-1')]);
  expect(catalogue.device('acme/th-1')).toEqual({
    model: 'acme/th-1',
    label: 'Acme TH-1',
    codec: { id: 'acme/th-1@1.2.0', script: 'function decodeUplink() {}' },
    fPorts: [1, 2],
    datastreams: [{ path: 'temperature', quantity: 'air_temperature' }],
    ignored: ['status'],
    interval: 600,
    lowBattery: 2.4,
    examples: [{ ...example, input: { bytes: Uint8Array.of(0, 255), fPort: 1, recvTime: Date.UTC(2026, 2, 1, 12) } }],
  });
  expect(catalogue.device('acme/th-2')).toBeUndefined();
  expect(catalogue.device('toString')).toBeUndefined();
});

test('a folder without devices is an empty catalogue; a folder that is not there is an error', async () => {
  expect((await loadCatalogue(folder)).devices()).toEqual([]);
  await expect(loadCatalogue(join(folder, 'nowhere'))).rejects.toThrow('nowhere');
});

test('a catalogue takes devices of its own, and quantities of its own', async () => {
  await write(device({ datastreams: [{ path: 'value', quantity: 'test_quantity' }] }));
  const catalogue = await loadCatalogue(folder, { test_quantity: { range: [0, 1] } });
  const [loaded] = catalogue.devices();
  if (!loaded) throw new Error('nothing was loaded');
  const more = catalogue.with({ ...loaded, model: 'test/identity' });
  expect(more.devices().map(({ model }) => model)).toEqual(['acme/th-1', 'test/identity']);
  expect(catalogue.devices()).toHaveLength(1);
  expect(() => more.with(loaded)).toThrow('"acme/th-1" is declared twice');
  expect(() => new Catalogue([loaded, loaded])).toThrow(CatalogueError);
});

test.each<[string, unknown, { times: number; over: number }]>([
  ['a fraction', '1/100', { times: 1, over: 100 }],
  ['a number', -0.5, { times: -0.5, over: 1 }],
  ['a number in exponents', 1e-9, { times: 1e-9, over: 1 }],
])('a factor is %s', async (_what, factor, parsed) => {
  await write(device({ datastreams: [{ path: 'temperature', quantity: 'air_temperature', factor, offset: 1 }] }));
  const [loaded] = (await loadCatalogue(folder)).devices();
  expect(loaded?.datastreams).toEqual([{ path: 'temperature', quantity: 'air_temperature', factor: parsed, offset: 1 }]);
});

const stream = (change: object) => ({ datastreams: [{ ...declaration.datastreams[0], ...change }] });

test.each<[object, string]>([
  [{ intervall: 600 }, 'device.yaml: the file: unknown key "intervall" (nearest known: "interval")'],
  [{ vendor: { id: 'acme', nam: 'Acme' } }, 'device.yaml: vendor: unknown key "nam" (nearest known: "name")'],
  [stream({ fact: 2 }), 'device.yaml: datastreams.0: unknown key "fact" (nearest known: "factor")'],
  [stream({ quantity: 'air_temprature' }), 'datastreams.0.quantity: unknown quantity "air_temprature" (nearest known: "air_temperature")'],
  [stream({ quantity: 'toString' }), 'datastreams.0.quantity: unknown quantity "toString"'],
  [stream({ path: 'a..b' }), 'datastreams.0.path: names joined by dots'],
  [stream({ factor: '1/0' }), 'datastreams.0.factor: neither 0 nor divided by 0'],
  [stream({ factor: 0 }), 'datastreams.0.factor: neither 0'],
  [stream({ factor: 'x' }), 'datastreams.0.factor: a number, or a fraction'],
  [stream({ factor: true }), 'datastreams.0.factor: a number, or a fraction'],
  [{ datastreams: [] }, 'device.yaml: datastreams:'],
  [{ version: 1 }, 'version: text of three numbers'],
  [{ version: '1.0' }, 'version: three numbers'],
  [{ interval: 0 }, 'device.yaml: interval:'],
  [{ interval: 604_801 }, 'device.yaml: interval:'],
  [{ lowBattery: 0 }, 'device.yaml: lowBattery:'],
  [{ fPorts: [0] }, 'device.yaml: fPorts.0:'],
  [{ vendor: { id: 'Acme', name: 'Acme' } }, 'device.yaml: vendor.id: lower-case'],
  [{ model: { id: 'th-2', name: 'TH-2' } }, 'they say "acme/th-2", the folder "acme/th-1"'],
])('device.yaml is refused for %j', async (change, message) => {
  expect(await refusal(device(change))).toContain(message);
});

test('a path or a quantity that stands twice is refused by its place', async () => {
  const [first] = declaration.datastreams;
  const message = await refusal(device({ datastreams: [first, first] }));
  expect(message).toContain('datastreams.1.path: "temperature" is already that of datastream 0');
  expect(message).toContain('datastreams.1.quantity: "air_temperature" is already that of datastream 0');
});

test.each<[object, string]>([
  [{ sauce: 1 }, 'examples.json: 0: unknown key "sauce" (nearest known: "source")'],
  [{ source: { kind: 'rumour', cite: 'x' } }, 'examples.json: 0.source.kind:'],
  [{ source: { kind: 'own', cite: ' ' } }, 'examples.json: 0.source.cite:'],
  [{ input: { ...example.input, bytes: 'abc' } }, '0.input.bytes: pairs of hexadecimal digits'],
  [{ input: { ...example.input, recvTime: '2026-03-01T13:00:00' } }, 'examples.json: 0.input.recvTime:'],
  [{ output: { data: {}, errors: ['both'] } }, '0.output: either { data, warnings? } or { errors, warnings? }'],
  [{ output: { errors: [] } }, 'examples.json: 0.output.errors:'],
])('examples.json is refused for %j', async (change, message) => {
  expect(await refusal({ ...device(), 'examples.json': JSON.stringify([{ ...example, ...change }]) })).toContain(message);
});

test.each(['device.yaml', 'codec.js', 'examples.json'])('a folder without %s is refused by its name', async (file) => {
  const files = Object.fromEntries(Object.entries(device()).filter(([name]) => name !== file));
  expect(await refusal(files)).toContain(`acme/th-1/${file}: this file is missing`);
});

test.each([
  ['device.yaml', 'vendor: [', 'acme/th-1/device.yaml: '],
  ['device.yaml', 'version: 1.0.0\nversion: 1.0.0', 'acme/th-1/device.yaml: '],
  ['device.yaml', '', 'acme/th-1/device.yaml: the file: '],
  ['examples.json', '[', 'acme/th-1/examples.json: '],
  ['examples.json', '[]', 'acme/th-1/examples.json: the file: at least one example'],
])('%s is refused for the text %j', async (file, text, message) => {
  expect(await refusal({ ...device(), [file]: text })).toContain(message);
});
