import { expect, test } from '@jest/globals';
import { type CpuProfile, stacksOf } from './cpu-profile.ts';

const frame = (functionName: string) => ({ functionName, url: '' });
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 4] },
    { id: 2, callFrame: frame('decode'), children: [3] },
    { id: 3, callFrame: frame('parse') },
    { id: 4, callFrame: frame('(idle)') },
  ],
  startTime: 1_000,
  samples: [2, 3, 4, 3],
  timeDeltas: [10, 100, 200, 300],
};

const named = (stacks: ReturnType<typeof stacksOf>) =>
  [...stacks].map(([stack, time]) => [stack.map(({ functionName }) => functionName).join(' < '), time]);

test('a sample stands for the time until the next one, with all that called it', () => {
  expect(named(stacksOf(profile, 0, 10_000))).toEqual([
    ['decode < (root)', 100],
    ['parse < decode < (root)', 200],
    ['(idle) < (root)', 300],
  ]);
});

test('only samples within the asked time count', () => {
  expect(named(stacksOf(profile, 1_100, 1_310))).toEqual([['parse < decode < (root)', 200]]);
});
