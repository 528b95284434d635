/**
 * Where a value stands in a codec's output: names and array indices joined by dots, as in `sensors.0.pm2_5`.
 * A dot or backslash inside a name is written with a backslash before it: `PM2\.5.value`.
 */
export const dataPathPattern = /^(?:\\[.\\]|[^.\\])+(?:\.(?:\\[.\\]|[^.\\])+)*$/;

/** What lies deeper than this many names is taken as one leaf, so that no output of a codec can exhaust the stack. */
const deepest = 16;

/** @returns the value at `path`, or undefined where there is none; inherited members are none. */
export function valueAt(data: unknown, path: string): unknown {
  return readerOf(path)(data);
}

/** The same for many outputs: the path is taken apart once. */
export function readerOf(path: string): (data: unknown) => unknown {
  const names = namesOf(path);
  return (data) => names.reduce(member, data);
}

/** The paths of all leaves that hold something (neither null nor undefined), in the order in which they stand. */
export function leafPaths(data: unknown): string[] {
  const paths: string[] = [];
  collectLeaves(data, '', 0, paths);
  return paths;
}

function collectLeaves(data: unknown, path: string, depth: number, paths: string[]): void {
  if (data === null || data === undefined) return;
  if (typeof data !== 'object' || depth === deepest) {
    paths.push(path);
    return;
  }
  for (const [name, value] of Object.entries(data)) {
    collectLeaves(value, depth === 0 ? escaped(name) : `${path}.${escaped(name)}`, depth + 1, paths);
  }
}

function namesOf(path: string): string[] {
  return (path.match(/(?:\\.|[^.\\])+/g) ?? []).map((name) => name.replace(/\\(.)/g, '$1'));
}

function escaped(name: string): string {
  return name.replace(/[.\\]/g, '\\$&');
}

function member(of: unknown, name: string): unknown {
  if (typeof of !== 'object' || of === null) return undefined;
  if (Array.isArray(of)) return /^\d+$/.test(name) ? of[Number(name)] : undefined;
  return Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;
}
