import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { nearestName } from '../model/nearest-name.ts';
import { CatalogueError } from './catalogue-error.ts';
import { codecExamplesSchema } from './codec-example.ts';
import type { DeclaredDevice } from './declared-device.ts';
import { type DeviceDeclaration, deviceDeclarationSchema } from './device-declaration.ts';

/** Reads the three files of one model. @throws CatalogueError when one is missing, unreadable or says what it must not. */
export async function readDevice(folder: string, model: string, table: Readonly<Record<string, unknown>>): Promise<DeclaredDevice> {
  const declaration = await readAs(deviceDeclarationSchema, parse, folder, `${model}/device.yaml`);
  mustBeNamedAsItsFolder(declaration, model);
  mustKnowItsQuantities(declaration, model, table);
  const { vendor, model: named, version, fPorts, datastreams, ignored, interval, lowBattery } = declaration;
  return {
    model,
    label: `${vendor.name} ${named.name}`,
    codec: { id: `${model}@${version}`, script: await textOf(folder, `${model}/codec.js`) },
    fPorts,
    datastreams,
    ignored,
    interval,
    lowBattery,
    examples: await readAs(codecExamplesSchema, JSON.parse, folder, `${model}/examples.json`),
  };
}

async function readAs<T>(schema: z.ZodType<T>, parseText: (text: string) => unknown, folder: string, file: string): Promise<T> {
  const parsed = schema.safeParse(syntax(parseText, await textOf(folder, file), file));
  if (parsed.success) return parsed.data;
  throw new CatalogueError(
    parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.') || 'the file'}: ${message}`).join('\n'),
  );
}

function syntax(parseText: (text: string) => unknown, text: string, file: string): unknown {
  try {
    return parseText(text);
  } catch (cause) {
    throw new CatalogueError(`${file}: ${(cause as Error).message}`, { cause });
  }
}

async function textOf(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CatalogueError(
      `${file}: ${missing ? 'this file is missing; a device is device.yaml, codec.js and examples.json' : 'cannot be read'}`,
      { cause },
    );
  }
}

function mustBeNamedAsItsFolder({ vendor, model }: DeviceDeclaration, folder: string): void {
  const named = `${vendor.id}/${model.id}`;
  if (named !== folder)
    throw new CatalogueError(`${folder}/device.yaml: vendor.id and model.id: they say "${named}", the folder "${folder}"`);
}

function mustKnowItsQuantities({ datastreams }: DeviceDeclaration, model: string, table: Readonly<Record<string, unknown>>): void {
  for (const [index, { quantity }] of datastreams.entries()) {
    if (Object.hasOwn(table, quantity)) continue;
    const nearest = nearestName(quantity, Object.keys(table));
    throw new CatalogueError(
      `${model}/device.yaml: datastreams.${index}.quantity: unknown quantity "${quantity}" (nearest known: "${nearest}")`,
    );
  }
}
