import type { Format } from './contract.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';

/** Every format, one line each; the first is the usual one. */
export const formats = [json, csv] as const satisfies readonly Format[];

export const formatNames = formats.map(({ name }) => name) as [string, ...string[]];

/** By name, else by the request's Accept header, else the usual one. */
export function chooseFormat(name: string | undefined, accept = ''): Format {
  const bare = ({ mediaType }: Format) => mediaType.split(';')[0] ?? '';
  return formats.find((format) => (name === undefined ? accept.includes(bare(format)) : format.name === name)) ?? formats[0];
}
