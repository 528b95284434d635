import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import { type Fault, type Kind, nameOf } from './fault.ts';

export interface PlanOptions {
  readonly seed: string | number;
  /** How many faults. */
  readonly faults: number;
  /** At least one. */
  readonly kinds: readonly Kind[];
  /** Messages acknowledged between two faults, at least and at most: so faults are spread over the load, however slow the machine is. */
  readonly pause: readonly [fewest: number, most: number];
}

/**
 * What will be done, in order. Every kind comes once, as far as there is room, in an order of chance; the others are drawn by their weights.
 * The same options give the same plan.
 * @throws RangeError when more is asked than the kinds may give
 */
export function drawPlan({ seed, faults, kinds, pause }: PlanOptions): Fault[] {
  const random = seededRandom(`plan/${seed}`);
  const between = ([shortest, longest]: readonly [number, number]) =>
    Math.round(1000 * (shortest + (longest - shortest) * random.next())) / 1000;
  const lots = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  if (faults > kinds.length && lots.length === 0)
    throw new RangeError(`Each of ${kinds.length} kinds comes once; ${faults} faults are asked.`);
  const once = random.shuffled(kinds).slice(0, faults);
  const again = Array.from({ length: faults - once.length }, () => random.pick(lots));
  return random
    .shuffled([...once, ...again])
    .map(({ victim, way, seconds }) => ({ victim, way, after: Math.round(between(pause)), seconds: between(seconds) }));
}

/** The plan as it is printed before it runs. */
export function planLines(plan: readonly Fault[]): string[] {
  return plan.map(
    ({ after, seconds, ...fault }, n) =>
      `${String(n + 1).padStart(4)}. ${after} messages later: ${nameOf(fault)}${seconds > 0 ? `, ${seconds.toFixed(1)} s` : ''}`,
  );
}

/** How often each kind comes. */
export function countKinds(plan: readonly Fault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const fault of plan) counts[nameOf(fault)] = (counts[nameOf(fault)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
