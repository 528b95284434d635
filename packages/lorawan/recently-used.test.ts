import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecentlyUsed } from './recently-used.ts';

test('never more than its bound, and always the value of the key', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10 }), fc.array(fc.nat(30)), (most, keys) => {
      const kept = new RecentlyUsed<number, string>(most);
      for (const key of keys) {
        expect(kept.get(key, String)).toBe(String(key));
        expect(kept.size).toBeLessThanOrEqual(most);
      }
    }),
  );
});

test('what is asked for again and again is made once, whatever passes by', () => {
  const kept = new RecentlyUsed<number, number>(10);
  let made = 0;
  for (let other = 1; other < 1000; other++) {
    kept.get(0, () => ++made);
    kept.get(other, () => 0);
  }
  expect(made).toBe(1);
});
