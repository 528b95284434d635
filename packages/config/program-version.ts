import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programFolder } from './program-folder.ts';

/** As the root of the program says it, which lies beside the declared devices. */
export function programVersion(): string {
  const file = join(dirname(programFolder('firmware-decoders')), 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
