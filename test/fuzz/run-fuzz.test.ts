import { expect, test } from '@jest/globals';
import { mutated } from './mutate.ts';
import { NumberedRandom } from './numbered-random.ts';
import { runFuzz } from './run-fuzz.ts';
import type { Target } from './target.ts';

const seeds = [Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), new TextEncoder().encode('{"number": 12, "word": "rain"}')];
const target = (name: string, read: Target['read']): Target => ({ name, seeds, read });
const sound = target('sound', () => {});
const silent = () => {};

test('a reader that breaks at a certain byte is found, and its input is made again from its number', () => {
  const broken = target('broken', (input) => {
    if (input[2] === 0x80) throw new Error('planted');
  });
  const { finding, inputs } = runFuzz([sound, broken], { inputs: 50_000, seed: 1, from: 0 }, silent);
  expect(finding).toMatchObject({ target: 'broken', error: expect.stringContaining('planted'), hex: expect.stringMatching(/^.{4}80/) });
  expect(inputs).toBe(finding?.at);
  const again = runFuzz([sound, broken], { inputs: 1, seed: 1, from: finding?.at ?? 0 }, silent);
  expect(again.finding?.hex).toBe(finding?.hex);
});

test('every input is told before it is read, and a slow one is named', () => {
  const told: number[] = [];
  const slow = target('slow', () => {
    const until = performance.now() + 25;
    while (performance.now() < until);
  });
  const { slowest, inputs } = runFuzz([sound, sound, slow], { inputs: 3, seed: 1, from: 6 }, (at) => told.push(at));
  expect([told, inputs]).toEqual([[6, 7, 8], 3]);
  expect(slowest).toMatchObject({ target: 'slow', at: 8 });
  expect(slowest.milliseconds).toBeGreaterThanOrEqual(25);
});

test('inputs differ from their seeds and from each other; the same number gives the same one', () => {
  const made = (seed: number, at: number) => Buffer.from(mutated(seeds, new NumberedRandom(seed, at))).toString('hex');
  const all = Array.from({ length: 2_000 }, (_, at) => made(1, at));
  expect(new Set(all).size).toBeGreaterThan(1_500);
  expect(Array.from({ length: 2_000 }, (_, at) => made(1, at))).toEqual(all);
  expect(Array.from({ length: 2_000 }, (_, at) => made(2, at))).not.toEqual(all);
});
