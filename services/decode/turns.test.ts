import { expect, test } from '@jest/globals';
import { Turns } from './turns.ts';

/** Work that says when it begins and ends; it ends when it is told to. */
function stage() {
  const said: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    said.push(`${name} begins`);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name))).finally(() => said.push(`${name} ends`));
  };
  return { said, work, end: (name: string) => ends.get(name)?.() };
}

test('under one key one after another, under two side by side', async () => {
  const { said, work, end } = stage();
  const turns = new Turns();
  const [first, second, other] = [turns.take('a', work('first')), turns.take('a', work('second')), turns.take('b', work('other'))];
  expect(said).toEqual(['first begins', 'other begins']);
  end('other');
  await other;
  end('first');
  await first;
  await new Promise(setImmediate);
  end('second');
  expect(await second).toBe('second');
  expect(said).toEqual(['first begins', 'other begins', 'other ends', 'first ends', 'second begins', 'second ends']);
});

test('work that fails keeps nobody waiting, and whoever comes later begins at once', async () => {
  const turns = new Turns();
  const failing = turns.take('a', () => Promise.reject(new Error('no')));
  const next = turns.take('a', async () => 'next');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('next');
  let begun = false;
  const late = turns.take('a', async () => {
    begun = true;
  });
  expect(begun).toBe(true);
  await late;
});
