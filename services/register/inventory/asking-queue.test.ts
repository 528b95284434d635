import { expect, test } from '@jest/globals';
import { AskingQueue } from './asking-queue.ts';

const never = new AbortController().signal;

test('each is given once, however often it was wanted, in the order of wanting', async () => {
  const queue = new AskingQueue();
  for (const device of ['a', 'b', 'a', 'a']) queue.add(device);
  expect([await queue.next(never), await queue.next(never)]).toEqual(['a', 'b']);
  for (const device of ['c', 'a']) queue.add(device);
  expect([await queue.next(never), await queue.next(never)]).toEqual(['c', 'a']);
});

test('who waits is woken by the next one, and by the end', async () => {
  const queue = new AskingQueue();
  const stopping = new AbortController();
  const waiting = [queue.next(stopping.signal), queue.next(stopping.signal)];
  queue.add('a');
  expect(await waiting[0]).toBe('a');
  stopping.abort();
  expect(await waiting[1]).toBeUndefined();
  expect(await queue.next(stopping.signal)).toBeUndefined();
});

test('a wait ends early when it is wanted at once, and does not bring it twice', async () => {
  const queue = new AskingQueue();
  queue.add('a', 3_600_000);
  queue.add('a');
  expect(await queue.next(never)).toBe('a');
  queue.add('b', 1);
  expect(await queue.next(never)).toBe('b');
  queue.close();
});
