import { expect, test } from '@jest/globals';
import { ProgressLine } from './progress-line.ts';

function shownOn(isTTY: boolean, steps: readonly [number, number][]): string {
  let text = '';
  const progress = new ProgressLine({ isTTY, write: (more) => (text += more) });
  for (const [done, all] of steps) progress.show(done, all, 'messages');
  progress.end();
  return text;
}

test('on a terminal one line moves, and nothing stays of it', () => {
  const blank = ' '.repeat('12 of 100 messages (12 %)'.length);
  expect(
    shownOn(true, [
      [9, 100],
      [12, 100],
    ]),
  ).toBe(`\r9 of 100 messages (9 %)\r12 of 100 messages (12 %)\r${blank}\r`);
  expect(shownOn(true, [])).toBe('');
});

test('elsewhere there is a line for every tenth', () => {
  expect(
    shownOn(false, [
      [0, 0],
      [3, 100],
      [9, 100],
      [11, 100],
      [19, 100],
      [100, 100],
    ]),
  ).toBe('0 of 0 messages (0 %)\n11 of 100 messages (11 %)\n100 of 100 messages (100 %)\n');
});
