import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import type { CodecExample } from '../../packages/codec/codec-example.ts';
import type { Box } from '../../packages/codec/contract.ts';
import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';
import { type Normalised, normalise } from '../../packages/codec/normalise.ts';
import { openBox } from '../../packages/codec/open-box.ts';
import { quantities } from '../../packages/model/quantities.ts';

const folder = fileURLToPath(new URL('../../firmware-decoders/', import.meta.url));
const catalogue = await loadCatalogue(folder);
const devices = catalogue.devices().map((device) => [device.model, device] as const);

let box: Box;
let checked = 0;
beforeAll(() => {
  box = openBox();
});
afterAll(() => box.close());

test('every folder with a device.yaml is a device of the catalogue, named as its folder', async () => {
  const files = await readdir(folder, { recursive: true });
  const declared = files.filter((file) => file.endsWith('device.yaml')).map((file) => file.replace('/device.yaml', ''));
  expect(new Set(declared.map((model) => model.split('/')[0])).size).toBeGreaterThanOrEqual(3);
  expect(devices.map(([model]) => model)).toEqual(declared.toSorted());
  for (const [model, { codec }] of devices) expect(codec.id).toMatch(new RegExp(`^${model}@\\d+\\.\\d+\\.\\d+$`));
});

describe.each(devices)('%s', (_model, device) => {
  test('keeps each quantity once, from a path of its own, and reports at least once a week', () => {
    expect(isUnique(device.datastreams.map(({ path }) => path))).toBe(true);
    expect(isUnique(device.datastreams.map(({ quantity }) => quantity))).toBe(true);
    for (const { quantity } of device.datastreams) expect(Object.keys(quantities)).toContain(quantity);
    expect(device.interval).toBeGreaterThanOrEqual(1);
    expect(device.interval).toBeLessThanOrEqual(7 * 24 * 3600);
  });

  test('speaks of a low battery only where it measures one', () => {
    if (device.lowBattery === undefined) return;
    expect(device.datastreams.map(({ quantity }) => quantity)).toContain('battery_voltage');
  });

  test('has an example with values from outside, one that is refused, and no description twice', () => {
    expect(device.examples.some(({ source, output }) => source.kind !== 'own' && 'data' in output)).toBe(true);
    expect(device.examples.some(({ output }) => 'errors' in output)).toBe(true);
    expect(isUnique(device.examples.map(({ description }) => description))).toBe(true);
  });

  test.each(device.examples.map((example) => [example.description, example] as const))('example: %s', async (_description, example) => {
    await passes(device, example);
    checked += 1;
  });

  test('gives every datastream within its range in some example', () => givesEveryDatastream(device));
});

test('every example in the files was checked', async () => {
  const written = await Promise.all(
    devices.map(async ([model]) => JSON.parse(await readFile(join(folder, model, 'examples.json'), 'utf8'))),
  );
  expect(checked).toBe(written.flat().length);
  expect(checked).toBeGreaterThanOrEqual(36);
});

test('the device of the README is complete and passes', async () => {
  const [device, ...others] = (await declaredInReadme()).devices();
  expect(others).toEqual([]);
  if (!device) throw new Error('The README declares no device.');
  for (const example of device.examples) await passes(device, example);
  givesEveryDatastream(device);
  expect(device.examples).toHaveLength(2);
});

/** Through the real box: the same data to the last bit, or the same errors; then normalised with nothing left unexplained. */
async function passes(device: DeclaredDevice, { input, output }: CodecExample): Promise<void> {
  const given = await box.run(device.codec, input);
  if ('errors' in output) {
    expect(given.outcome).toBe('codec_error');
    for (const error of output.errors) expect(given).toMatchObject({ detail: expect.stringContaining(error) });
    return;
  }
  expect(given).toEqual({ outcome: 'decoded', data: output.data, warnings: output.warnings ?? [] });
  if (device.fPorts) expect(device.fPorts).toContain(input.fPort);
  const { values, unknown } = normalised(device, input, output.data);
  expect(values.length).toBeGreaterThanOrEqual(1);
  expect(unknown).toEqual([]);
}

function givesEveryDatastream(device: DeclaredDevice): void {
  const given = device.examples.flatMap(({ input, output }) => ('data' in output ? normalised(device, input, output.data).values : []));
  const sound = given.filter(({ flags }) => flags.length === 0).map(({ quantity }) => quantity);
  expect([...new Set(sound)].toSorted()).toEqual(device.datastreams.map(({ quantity }) => quantity).toSorted());
}

function normalised(device: DeclaredDevice, { recvTime }: CodecExample['input'], data: unknown): Normalised {
  return normalise(data, device, { time: recvTime, receivedTime: recvTime });
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** The three blocks of the README as the files that it says they are. */
async function declaredInReadme() {
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';
  const scratch = await mkdtemp(join(tmpdir(), 'vigie-readme-'));
  try {
    await mkdir(join(scratch, 'acme/th-1'), { recursive: true });
    await writeFile(join(scratch, 'acme/th-1/device.yaml'), block('yaml'));
    await writeFile(join(scratch, 'acme/th-1/codec.js'), block('js'));
    await writeFile(join(scratch, 'acme/th-1/examples.json'), block('json'));
    return await loadCatalogue(scratch);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
