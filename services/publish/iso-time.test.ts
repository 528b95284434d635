import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isoTime } from './iso-time.ts';

const anyTime = fc.integer({ min: -8.64e15, max: 8.64e15 });
const closeTogether = fc.tuple(fc.integer({ min: -1e13, max: 1e13 }), fc.array(fc.integer({ min: -2e8, max: 2e8 })));

test('every moment is written as the language itself writes it', () => {
  fc.assert(fc.property(anyTime, (ms) => isoTime(ms) === new Date(ms).toISOString()));
});

test('one after another too, through days and years before 1970', () => {
  fc.assert(
    fc.property(closeTogether, ([start, steps]) => {
      for (const step of steps) expect(isoTime(start + step)).toBe(new Date(start + step).toISOString());
    }),
  );
});

test('what is no moment is refused as the language refuses it', () => {
  for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1]) expect(() => isoTime(ms)).toThrow(RangeError);
});
