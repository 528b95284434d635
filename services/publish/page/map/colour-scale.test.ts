import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { colourOf, domainOf, niceStep, ticksOf, widened } from './colour-scale.ts';

const domain = { min: 0, max: 90 };

test('cividis from its dark to its light end; what is outside has the nearer end', () => {
  expect(colourOf(0, domain)).toBe('#00224e');
  expect(colourOf(10, domain)).toBe('#123570');
  expect(colourOf(5, domain)).toBe('#092c5f');
  expect(colourOf(90, domain)).toBe('#fee838');
  expect(colourOf(-5, domain)).toBe('#00224e');
  expect(colourOf(500, domain)).toBe('#fee838');
});

test('a greater value is never darker', () => {
  const lightness = (colour: string) =>
    [1, 3, 5].reduce((sum, at, i) => sum + Number.parseInt(colour.slice(at, at + 2), 16) * ([0.2126, 0.7152, 0.0722][i] ?? 0), 0);
  const values = Array.from({ length: 91 }, (_, value) => lightness(colourOf(value, domain)));
  expect(values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0))).toBe(true);
});

describe('the domain', () => {
  test('has round ends around the values', () => {
    expect(domainOf([5.1, 18.7])).toEqual({ min: 5, max: 20 });
    expect(domainOf([412, 655])).toEqual({ min: 400, max: 700 });
    expect(domainOf([])).toBeUndefined();
    expect(domainOf([0, 5e-324])).toEqual({ min: 0, max: 0.5 });
  });

  test('holds every value, and has an extent, whatever the values', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (given) => {
        const found = domainOf(given);
        if (!found) throw new Error('There is no domain.');
        const near = (found.max - found.min) * 1e-6;
        expect(found.max).toBeGreaterThan(found.min);
        expect(given.every((value) => value >= found.min - near && value <= found.max + near)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is no narrower than a difference that matters', () => {
    expect(domainOf([6.9, 8.4], 'ug/m3')).toEqual({ min: 0, max: 20 });
    expect(domainOf([20.1, 20.3], 'Cel')).toEqual({ min: 15, max: 30 });
    expect(domainOf([-1, 2], 'Cel')).toEqual({ min: -5, max: 10 });
  });

  test('is only ever widened, and stays the same object while it fits', () => {
    const known = { min: 5, max: 20 };
    expect(widened(known, [8, 12])).toBe(known);
    expect(widened(known, [4, 12])).toMatchObject({ min: 0, max: 20 });
    expect(widened(known, [])).toBe(known);
  });
});

test('ticks are few, round, and within', () => {
  expect(ticksOf({ min: 5, max: 20 })).toEqual([5, 10, 15, 20]);
  expect(ticksOf({ min: 0, max: 0.3 })).toEqual([0, 0.1, 0.2, 0.3]);
  expect(niceStep(3.7)).toBe(5);
});
