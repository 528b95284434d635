import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { quantities } from '../model/quantities.ts';
import { CatalogueError } from './catalogue-error.ts';
import type { DeclaredDevice } from './declared-device.ts';
import { readDevice } from './read-device.ts';

/** The models of devices that are declared, by `vendor/model`. Never changes; `with` gives another one. */
export class Catalogue {
  readonly #devices: ReadonlyMap<string, DeclaredDevice>;

  /** @throws CatalogueError when two devices have one model. */
  constructor(devices: readonly DeclaredDevice[]) {
    const twice = devices.find(({ model }, index) => devices.findIndex((other) => other.model === model) < index);
    if (twice) throw new CatalogueError(`The model "${twice.model}" is declared twice; give one of the two another model id.`);
    this.#devices = new Map(devices.map((device) => [device.model, device]));
  }

  /** @returns the device declared as `vendor/model`, or undefined when none is. */
  device(model: string): DeclaredDevice | undefined {
    return this.#devices.get(model);
  }

  devices(): DeclaredDevice[] {
    return [...this.#devices.values()];
  }

  /** A catalogue with one device more. @throws CatalogueError when its model is declared already. */
  with(device: DeclaredDevice): Catalogue {
    return new Catalogue([...this.devices(), device]);
  }
}

/**
 * Reads every `<folder>/<vendor>/<model>/`, in the order of their names.
 * @param table the quantities that may be declared.
 * @throws CatalogueError, with file and field, at the first folder that is no complete declaration.
 */
export async function loadCatalogue(folder: string, table: Readonly<Record<string, unknown>> = quantities): Promise<Catalogue> {
  const devices: DeclaredDevice[] = [];
  for (const vendor of await foldersIn(folder)) {
    for (const model of await foldersIn(join(folder, vendor))) {
      devices.push(await readDevice(folder, `${vendor}/${model}`, table));
    }
  }
  return new Catalogue(devices);
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
