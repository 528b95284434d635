import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Allowance } from './allowance.ts';

const rates = fc.integer({ min: 1, max: 5_000 });

/** A sender that waits as it is told, and beside that as long as it likes; when each message was taken. */
function takenAt(mostPerSecond: number, rests: readonly number[]): number[] {
  let now = 0;
  const allowance = new Allowance(mostPerSecond, () => now);
  return rests.map((rest) => {
    now += rest;
    const at = now;
    now += allowance.take();
    return at;
  });
}

test('truth 7: whatever the sender does, of no span of time are more taken than its rate gives, and a second of it', () => {
  const rests = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3_000, noNaN: true })), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(rates, rests, (mostPerSecond, each) => {
      const times = takenAt(mostPerSecond, each);
      const allowed = (span: number) => mostPerSecond * (1 + span / 1_000) + 1 + 1e-6;
      const tooMany = times.filter((from, first) => times.slice(first).some((at, more) => more + 1 > allowed(at - from)));
      expect(tooMany).toEqual([]);
    }),
  );
});

test('who keeps to its rate never waits, for however long', () => {
  fc.assert(
    fc.property(rates, (mostPerSecond) => {
      let now = 0;
      const allowance = new Allowance(mostPerSecond, () => now);
      const waits = Array.from({ length: 200 }, () => {
        now += (1_000 / mostPerSecond) * 1.000_001;
        return allowance.take();
      });
      expect(Math.max(...waits)).toBeCloseTo(0, 6);
    }),
  );
});

test('after a rest a second’s messages come at once, the next has to wait for its share', () => {
  const now = 12_345;
  const allowance = new Allowance(10, () => now);
  const waits = Array.from({ length: 12 }, () => allowance.take());
  expect(waits).toEqual([...Array.from({ length: 10 }, () => 0), 100, 200]);
});
