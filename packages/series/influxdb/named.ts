import { tagOf } from './names.ts';

/** Names in one query. */
export const mostNamed = 500;

/** The condition that holds for these datastreams alone. A pattern: the server takes a third of the time that it takes for as many ORs. */
export function isOneOf(datastreams: readonly string[]): string {
  const [only, another] = datastreams;
  if (only !== undefined && another === undefined) return `datastream = '${tagOf(only)}'`;
  return `datastream =~ /^(${datastreams.map((name) => tagOf(name).replaceAll(/[./]/g, String.raw`\$&`)).join('|')})$/`;
}
