/** What the chart knows of a reading. */
export interface Reading {
  /** When it was true, ms. */
  readonly time: number;
  readonly value: number | null;
  readonly flags: readonly string[];
}

/** A stretch without a value, and why. `silent`: it lasts. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly reason: 'not_heard' | 'not_a_number' | 'silent';
}

/** Readings further apart than this many intervals leave a gap. */
const tolerated = 2.5;
/** A sensor that missed so many is silent, as in the list of sites. */
const silence = 3;

/** The gaps between readings in order of time, and up to now. @param interval ms between two readings; null: the usual one among them. */
export function gapsOf(readings: readonly Reading[], interval: number | null, now: number): Gap[] {
  const usual = interval ?? usualInterval(readings);
  const gaps: Gap[] = [];
  let before: number | undefined;
  let isBroken = false;
  for (const { time, value } of readings) {
    if (value === null) {
      isBroken = true;
      continue;
    }
    if (before !== undefined && isBroken) gaps.push({ from: before, to: time, reason: 'not_a_number' });
    else if (before !== undefined && usual !== null && time - before > tolerated * usual)
      gaps.push({ from: before, to: time, reason: 'not_heard' });
    before = time;
    isBroken = false;
  }
  const last = readings.at(-1);
  if (before !== undefined && isBroken && last) gaps.push({ from: before, to: last.time, reason: 'not_a_number' });
  if (last && usual !== null && now - last.time > silence * usual) gaps.push({ from: last.time, to: now, reason: 'silent' });
  return gaps;
}

/** Times and values for a line that breaks at each gap, and goes on to the end of a silence. */
export function brokenLine(
  readings: readonly Reading[],
  gaps: readonly Gap[],
): { readonly times: number[]; readonly values: (number | null)[] } {
  const breaks = gaps.flatMap(({ from, to, reason }) =>
    reason === 'not_a_number' ? [] : [{ time: reason === 'silent' ? to : (from + to) / 2, value: null }],
  );
  const all = [...readings, ...breaks].toSorted((a, b) => a.time - b.time);
  return { times: all.map(({ time }) => time), values: all.map(({ value }) => value) };
}

/** The gap at a time. */
export function gapAt(time: number, gaps: readonly Gap[]): Gap | undefined {
  return gaps.find(({ from, to }) => time > from && time < to);
}

function usualInterval(readings: readonly Reading[]): number | null {
  const lengths = readings.slice(1).map(({ time }, i) => time - (readings[i]?.time ?? time));
  return lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? null;
}
