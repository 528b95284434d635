import { expect, test } from '@jest/globals';
import { MicBudget } from './mic-budget.ts';

test('truth 7: an address that is guessed at spends its own budget, which comes back with time', () => {
  const budget = new MicBudget();
  for (let n = 0; n < 260; n++) budget.failed('01020304', 4_000, 1_000);
  expect(budget.isSpent('01020304', 1_000)).toBe(true);
  expect(budget.isSpent('01020305', 1_000)).toBe(false);
  expect(budget.isSpent('01020304', 1_100)).toBe(true);
  expect(budget.isSpent('01020304', 1_300)).toBe(false);
});

test('a clock that goes back gives nothing back', () => {
  const budget = new MicBudget();
  for (let n = 0; n < 260; n++) budget.failed('01020304', 4_000, 100_000);
  expect(budget.isSpent('01020304', 1_000)).toBe(true);
  expect(budget.isSpent('01020304', 100_000)).toBe(true);
});
