import type { Reading } from './gaps.ts';

/** The readings with one more in its place, one of the same time replaced, and without those of before `from`. */
export function withReading(readings: readonly Reading[], one: Reading, from: number): readonly Reading[] {
  const others = readings.filter(({ time }) => time !== one.time && time >= from);
  const at = others.findLastIndex(({ time }) => time < one.time) + 1;
  return others.toSpliced(at, 0, one);
}
