import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { WindowRounds } from './window-rounds.ts';

const day = 86_400_000;
const named = (hours: Record<number, readonly string[]>) =>
  new Map(Object.entries(hours).map(([hour, streams]) => [Number(hour), new Set(streams)]));

test('within a round a window is made once; what failed is not remembered', async () => {
  const rounds = new WindowRounds(day, async () => 5, new AbortController().signal);
  const first = named({ 0: ['a', 'b'], 1: ['a'] });
  expect(await rounds.take(0, first)).toEqual(first);
  expect(await rounds.take(1, first)).toEqual(first);
  rounds.made(first);
  expect(await rounds.take(4, named({ 0: ['a', 'c'], 1: ['a'], 2: ['a'] }))).toEqual(named({ 0: ['c'], 1: [], 2: ['a'] }));
});

test('what was touched after a round began waits for the next one, in which it is made again; a stop ends the wait', async () => {
  const stopping = new AbortController();
  const rounds = new WindowRounds(day, async () => 5, stopping.signal);
  const hours = named({ 0: ['a'] });
  await rounds.take(0, hours);
  rounds.made(hours);
  let isWaiting = true;
  const next = rounds.take(5, hours).finally(() => {
    isWaiting = false;
  });
  await turn();
  expect(isWaiting).toBe(true);
  stopping.abort();
  expect(await next).toEqual(hours);
});
