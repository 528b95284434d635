import { tagOf } from './names.ts';

type Value = string | number | { readonly integer: number } | null | undefined;

export const integer = (value: number | null) => (value === null ? null : { integer: value });

/** A line of line protocol; what is null or undefined has no field. `time` in ns. */
export function lineOf(measurement: string, tags: Record<string, string>, fields: Record<string, Value>, time: bigint): string {
  const key = Object.entries(tags).map(([name, value]) => `,${name}=${tagOf(value)}`);
  const values = Object.entries(fields).flatMap(([name, value]) => (value === null || value === undefined ? [] : `${name}=${text(value)}`));
  return `${measurement}${key.join('')} ${values.join(',')} ${time}`;
}

/** A float in JavaScript's shortest form, which comes back to the last bit; -0 has none. */
function text(value: string | number | { readonly integer: number }): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  return `${value.integer}i`;
}

const nsInMs = 1_000_000n;
/** ns of a whole ms. */
export const nsOf = (ms: number): bigint => BigInt(ms) * nsInMs;
