import type { NumberedRandom } from './numbered-random.ts';

/** As much as ingest keeps whole of one message. */
const longest = 256 * 1024;
/** Where readers of numbers and lengths break. */
const oddNumbers = [0, 1, 0x7f, 0x80, 0xff];
const oddValues = [
  '0',
  '-1',
  '1e400',
  '-0.5',
  '9007199254740993',
  '4294967296',
  '"',
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '"\\u0000"',
  '\\',
  ',',
];
const deepest = 100_000;

type Mutation = (bytes: Uint8Array, random: NumberedRandom, others: readonly Uint8Array[]) => Uint8Array;

/** An input that resembles a seed, or (one in sixteen) resembles nothing. `seeds` holds at least one. */
export function mutated(seeds: readonly Uint8Array[], random: NumberedRandom): Uint8Array {
  if (random.below(16) === 0) return random.bytes(random.below(300));
  let bytes = Uint8Array.from(random.pick(seeds));
  for (let turns = 1 + random.below(4); turns > 0; turns--) {
    const mutate = random.below(20_000) === 0 ? nestDeeply : random.pick(bytes[0] === 0x7b ? ofText : ofBytes);
    bytes = mutate(bytes, random, seeds).slice(0, longest);
  }
  return bytes;
}

const flipBit: Mutation = (bytes, random) => withByte(bytes, random.below(bytes.length + 1), (byte) => byte ^ (1 << random.below(8)));
const setByte: Mutation = (bytes, random) => withByte(bytes, random.below(bytes.length + 1), () => random.word() >>> 24);
const setOddByte: Mutation = (bytes, random) => withByte(bytes, random.below(bytes.length + 1), () => random.pick(oddNumbers));
const cut: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1));
const insert: Mutation = (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 0, random.bytes(1 + random.below(8)));
const remove: Mutation = (bytes, random) => spliced(bytes, random.below(bytes.length + 1), 1 + random.below(8), none);
const repeat: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + random.below(40)));
};
/** The beginning of one and the end of another. */
const join: Mutation = (bytes, random, others) => {
  const other = random.pick(others);
  return spliced(bytes, random.below(bytes.length + 1), bytes.length, other.subarray(random.below(other.length + 1)));
};
const replaceNumber: Mutation = (bytes, random) => replaceRun(bytes, random, isDigit, random.pick(oddValues));
const replaceWord: Mutation = (bytes, random) => replaceRun(bytes, random, isLetter, random.pick(oddValues));
const nestDeeply: Mutation = (bytes, random) => {
  const depth = random.below(deepest);
  return replaceRun(bytes, random, isDigit, '['.repeat(depth) + ']'.repeat(depth));
};

const ofBytes = [flipBit, flipBit, setByte, setOddByte, cut, insert, remove, repeat, join];
const ofText = [...ofBytes, replaceNumber, replaceNumber, replaceNumber, replaceWord];

const none = new Uint8Array(0);
const isDigit = (byte = 0) => byte >= 0x30 && byte <= 0x39;
const isLetter = (byte = 0) => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/** The first run of such characters from any place on gives way to a text. */
function replaceRun(bytes: Uint8Array, random: NumberedRandom, belongs: (byte?: number) => boolean, text: string): Uint8Array {
  let from = random.below(bytes.length + 1);
  while (from < bytes.length && !belongs(bytes[from])) from++;
  let to = from;
  while (to < bytes.length && belongs(bytes[to])) to++;
  return spliced(bytes, from, to - from, new TextEncoder().encode(text));
}

function withByte(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (at < changed.length) changed[at] = change(changed[at] ?? 0);
  return changed;
}

function spliced(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const rest = bytes.subarray(Math.min(bytes.length, at + removed));
  const result = new Uint8Array(at + inserted.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(inserted, at);
  result.set(rest, at + inserted.length);
  return result;
}
