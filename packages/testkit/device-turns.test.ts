import { expect, test } from '@jest/globals';
import { DeviceTurns, type TurnsPlan } from './device-turns.ts';

/** Whose turn it is at which second, as one who is always in time takes them. */
function taken(plan: TurnsPlan, seconds: number): [second: number, who: number | 'attack' | undefined][] {
  const turns = new DeviceTurns(plan, 0);
  const all: [number, number | 'attack' | undefined][] = [];
  for (let now = 0; now <= 1_000 * seconds; now += Math.max(0, turns.wait(now))) {
    if (turns.wait(now) <= 0) all.push([now / 1_000, turns.take(now)]);
  }
  return all;
}

test('every device is heard once in the opening, one after the other, then in its own interval', () => {
  const plan = { devices: [{ interval: 10 }, { interval: 3 }, { interval: 30 }, { interval: 7 }], opening: 8 };
  expect(taken(plan, 13)).toEqual([
    ...[[0, 0] as const, [2, 1] as const, [4, 2] as const],
    ...[[5, 1] as const, [6, 3] as const, [8, 1] as const],
    ...[[10, 0] as const, [11, 1] as const, [13, 3] as const],
  ]);
});

test('a device that falls silent has its reports, and no more; the attacker acts from the end of the opening on', () => {
  const plan = { devices: [{ interval: 2, reports: 1 }, { interval: 100 }], opening: 4, attackEvery: 5 };
  expect(taken(plan, 15)).toEqual([
    [0, 0],
    [2, 1],
    [4, 'attack'],
    [9, 'attack'],
    [14, 'attack'],
  ]);
});

test('when all have fallen silent there is nothing to wait for, and nothing to take', () => {
  const turns = new DeviceTurns({ devices: [{ interval: 1, reports: 1 }], opening: 1 }, 0);
  expect(turns.take(0)).toBe(0);
  expect([turns.take(5_000), turns.wait(5_000)]).toEqual([undefined, 3_600_000]);
});

test('what was held up for long is not caught up with in a burst', () => {
  const turns = new DeviceTurns({ devices: [{ interval: 2 }], opening: 1 }, 0);
  turns.take(0);
  expect(turns.wait(60_000)).toBe(-58_000);
  turns.take(60_000);
  expect(turns.wait(60_000)).toBe(1_000);
});
