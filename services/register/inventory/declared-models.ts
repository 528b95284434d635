import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The models of a folder of declared devices, as `vendor/model`, by the names of its folders alone. */
export async function declaredModels(folder: string): Promise<string[]> {
  const vendors = await foldersIn(folder);
  const models = await Promise.all(
    vendors.map(async (vendor) => (await foldersIn(join(folder, vendor))).map((model) => `${vendor}/${model}`)),
  );
  return models.flat();
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
