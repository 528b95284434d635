import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** A `.cpuprofile` file. Times are microseconds. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Function and file, the innermost first. */
export type Stack = readonly ProfileNode['callFrame'][];

/** The one profile in a folder: each stack that was seen between two times, with the microseconds for which it was. */
export async function stacksIn(folder: string, from: number, to: number): Promise<Map<Stack, number>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'));
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) throw new Error(`The profiler wrote ${files.length} files; one was expected.`);
  return stacksOf(JSON.parse(await readFile(join(folder, file), 'utf8')), from, to);
}

/** The same of a profile at hand. */
export function stacksOf(profile: CpuProfile, from: number, to: number): Map<Stack, number> {
  const stacks = stacksById(profile.nodes);
  const found = new Map<Stack, number>();
  let time = profile.startTime;
  for (const [n, id] of profile.samples.entries()) {
    time += profile.timeDeltas[n] ?? 0;
    const stack = stacks.get(id);
    // A sample stands for the time until the next one.
    if (stack && time >= from && time < to) found.set(stack, (found.get(stack) ?? 0) + (profile.timeDeltas[n + 1] ?? 0));
  }
  return found;
}

function stacksById(nodes: readonly ProfileNode[]): Map<number, Stack> {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const stackOf = (node: ProfileNode): Stack => {
    const parent = parents.get(node.id);
    return [node.callFrame, ...(parent ? stackOf(parent) : [])];
  };
  return new Map(nodes.map((node) => [node.id, stackOf(node)]));
}
