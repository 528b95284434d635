import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mutated } from './mutate.ts';
import { NumberedRandom } from './numbered-random.ts';
import type { Target } from './target.ts';

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** Number of the first input; not 0 to make a finding again. */
  readonly from: number;
}

export interface Slowest {
  readonly milliseconds: number;
  readonly target: string;
  /** Number of the input. */
  readonly at: number;
}

/** An input that a target must bear and did not. */
export interface Finding {
  readonly target: string;
  readonly at: number;
  readonly error: string;
  readonly hex: string;
}

export interface FuzzResult {
  readonly inputs: number;
  readonly seconds: number;
  readonly slowest: Slowest;
  /** Bytes in use after a collection of garbage: a tenth into the run and at its end. */
  readonly memory: readonly [early: number, late: number];
  readonly finding?: Finding;
}

/** Longer than that is measured again: a busy machine is slow now and then, a bad input always. */
const remarkable = 20;
const repetitions = 3;

/**
 * Gives targets in turn mutated inputs, and ends at the first finding. `progress` is told each input's number before it is read, so that somebody outside sees one
 * that never ends.
 */
export function runFuzz(targets: readonly Target[], { inputs, seed, from }: FuzzOptions, progress: (at: number) => void): FuzzResult {
  const begun = performance.now();
  let slowest: Slowest = { milliseconds: 0, target: '', at: 0 };
  let early = 0;
  const told = (done: number, finding?: Finding): FuzzResult => ({
    inputs: done,
    seconds: (performance.now() - begun) / 1_000,
    slowest,
    memory: [early, usedMemory()],
    ...(finding ? { finding } : {}),
  });
  for (let done = 0; done < inputs; done++) {
    const at = from + done;
    const target = targets[at % targets.length];
    if (!target) throw new RangeError('There is no target.');
    if (done === Math.floor(inputs / 10)) early = usedMemory();
    progress(at);
    const random = new NumberedRandom(seed, at);
    const input = mutated(target.seeds, random);
    const took = timeOf(() => target.read(input, random));
    if (typeof took !== 'number')
      return told(done, { target: target.name, at, error: took.error, hex: Buffer.from(input).toString('hex') });
    if (took > slowest.milliseconds && (took < remarkable || leastOf(seed, at, target) > slowest.milliseconds)) {
      slowest = { milliseconds: took < remarkable ? took : leastOf(seed, at, target), target: target.name, at };
    }
  }
  return told(inputs);
}

/** Milliseconds, or the error that came of it. */
function timeOf(read: () => void): number | { error: string } {
  const begun = performance.now();
  try {
    read();
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  return performance.now() - begun;
}

/** The same input several times over: the least of its times is its own. */
function leastOf(seed: number, at: number, target: Target): number {
  const times = Array.from({ length: repetitions }, () => {
    const random = new NumberedRandom(seed, at);
    const input = mutated(target.seeds, random);
    const took = timeOf(() => target.read(input, random));
    return typeof took === 'number' ? took : Number.POSITIVE_INFINITY;
  });
  return Math.min(...times);
}

function usedMemory(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
