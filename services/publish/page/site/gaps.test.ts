import { describe, expect, test } from '@jest/globals';
import { brokenLine, gapAt, gapsOf, type Reading } from './gaps.ts';
import { withReading } from './with-reading.ts';

const at = (time: number, value: number | null = 1): Reading => ({ time, value, flags: value === null ? ['not_a_number'] : [] });

describe('a gap', () => {
  test('is where readings stand further apart than two and a half intervals', () => {
    expect(gapsOf([at(0), at(100), at(350)], 100, 350)).toEqual([]);
    expect(gapsOf([at(0), at(100), at(351)], 100, 351)).toEqual([{ from: 100, to: 351, reason: 'not_heard' }]);
  });

  test('is where messages held no number, from the value before to the value after', () => {
    expect(gapsOf([at(0), at(100, null), at(200, null), at(300)], 100, 300)).toEqual([{ from: 0, to: 300, reason: 'not_a_number' }]);
    expect(gapsOf([at(0), at(100, null)], 100, 100)).toEqual([{ from: 0, to: 100, reason: 'not_a_number' }]);
  });

  test('is a silence that lasts, after three intervals, as in the list', () => {
    expect(gapsOf([at(0)], 100, 300)).toEqual([]);
    expect(gapsOf([at(0)], 100, 301)).toEqual([{ from: 0, to: 301, reason: 'silent' }]);
  });

  test('is judged by the usual distance where no interval is declared', () => {
    expect(gapsOf([at(0), at(10), at(20), at(30), at(100)], null, 100)).toEqual([{ from: 30, to: 100, reason: 'not_heard' }]);
    expect(gapsOf([at(0)], null, 1e9)).toEqual([]);
    expect(gapsOf([], 100, 1e9)).toEqual([]);
  });

  test('is found by a time within it', () => {
    const gaps = gapsOf([at(0), at(1_000)], 100, 1_000);
    expect(gapAt(500, gaps)).toBe(gaps[0]);
    expect(gapAt(0, gaps)).toBeUndefined();
    expect(gapAt(1_000, gaps)).toBeUndefined();
  });
});

test('the line breaks within each gap, and goes on to the end of a silence', () => {
  const readings = [at(0, 1), at(1_000, 2)];
  const gaps = gapsOf(readings, 100, 2_000);
  expect(brokenLine(readings, gaps)).toEqual({ times: [0, 500, 1_000, 2_000], values: [1, null, 2, null] });
});

describe('a new reading', () => {
  const readings = [at(0), at(100), at(300)];
  const times = (all: readonly Reading[]) => all.map(({ time }) => time);

  test('takes its place in time, whenever it comes', () => {
    expect(times(withReading(readings, at(200), 0))).toEqual([0, 100, 200, 300]);
    expect(times(withReading(readings, at(400), 0))).toEqual([0, 100, 300, 400]);
    expect(times(withReading([], at(400), 0))).toEqual([400]);
  });

  test('replaces that of the same time, and pushes out what is too old', () => {
    expect(withReading(readings, at(100, 9), 50)).toEqual([at(100, 9), at(300)]);
  });
});
