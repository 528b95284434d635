import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of the program itself, wherever it was started: beside the sources, or beside the build's folder. */
export function programFolder(name: string): string {
  let at = import.meta.dirname;
  while (!existsSync(join(at, name)) && dirname(at) !== at) at = dirname(at);
  return join(at, name);
}
