/** A stream of numbers that looks random and is the same for the same seed. Not for secrets that matter. */
export interface SeededRandom {
  /** From 0, included, to 1, not included. */
  next(): number;
  /** A whole number from 0, included, to `end`, not included. */
  integer(end: number): number;
  chance(share: number): boolean;
  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  normal(mean: number, deviation: number): number;
  bytes(length: number): Uint8Array;
  shuffled<T>(items: readonly T[]): T[];
  /** Another stream, which depends on the seed and the name alone, not on what was drawn before. */
  named(name: string): SeededRandom;
}

export function seededRandom(seed: string): SeededRandom {
  const word = words(seed);
  const next = () => word() / 2 ** 32;
  const integer = (end: number) => Math.floor(next() * end);
  return {
    next,
    integer,
    chance: (share) => next() < share,
    pick: (from) => picked(from, integer(from.length)),
    normal: (mean, deviation) => mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    bytes: (length) => Uint8Array.from({ length }, () => word() >>> 24),
    shuffled: (items) => {
      const keyed = items.map((item) => ({ item, key: next() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
    },
    named: (name) => seededRandom(`${seed}/${name}`),
  };
}

function picked<T>(from: readonly T[], index: number): T {
  if (from.length === 0) throw new RangeError('There is nothing to pick from: the list is empty.');
  return from[index] as T;
}

/** 32-bit words of xoshiro128** (Blackman and Vigna 2018), its state filled from the text. */
function words(seed: string): () => number {
  let [a, b, c, d] = stateOf(seed);
  return () => {
    const word = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return word;
  };
}

const rotated = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** Four words by FNV-1a over the text with four different beginnings, each mixed by the finaliser of MurmurHash3; never all zero. */
function stateOf(seed: string): [number, number, number, number] {
  return [mixed(`0${seed}`), mixed(`1${seed}`), mixed(`2${seed}`), mixed(`3${seed}`) | 1];
}

function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
