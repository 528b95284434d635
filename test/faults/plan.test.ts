import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clusterKinds } from './cluster-kinds.ts';
import { nameOf } from './fault.ts';
import { countKinds, drawPlan } from './plan.ts';
import { standaloneKinds } from './standalone-kinds.ts';

const options = fc.record({
  seed: fc.integer(),
  faults: fc.integer({ min: 0, max: 300 }),
  kinds: fc.constantFrom(
    clusterKinds({ long: false }),
    clusterKinds({ long: true }),
    standaloneKinds({ long: false }),
    standaloneKinds({ long: true }),
  ),
  pause: fc.constantFrom<readonly [number, number]>([0, 0], [150, 1_500], [3, 10]),
});

test('the same options give the same plan, another seed another one', () => {
  fc.assert(fc.property(options, (given) => expect(drawPlan(given)).toEqual(drawPlan(given))));
  const given = { faults: 200, kinds: clusterKinds({ long: true }), pause: [150, 1_500] as const };
  expect(drawPlan({ ...given, seed: 1 })).not.toEqual(drawPlan({ ...given, seed: 2 }));
});

test('as many faults as asked, each of a kind that there is, within its times', () => {
  fc.assert(
    fc.property(options, (given) => {
      const plan = drawPlan(given);
      expect(plan).toHaveLength(given.faults);
      for (const { victim, way, after, seconds } of plan) {
        const kind = given.kinds.find((one) => one.victim === victim && one.way === way);
        const within = (time: number, [shortest, longest]: readonly [number, number]) => time >= shortest && time <= longest;
        expect([kind !== undefined && within(seconds, kind.seconds), within(after, given.pause)]).toEqual([true, true]);
      }
    }),
  );
});

test('every kind comes where there is room, and what is to come once comes once', () => {
  fc.assert(
    fc.property(options, (given) => {
      const counts = countKinds(drawPlan(given));
      expect(Object.keys(counts).length).toBe(Math.min(given.faults, given.kinds.length));
      for (const kind of given.kinds) if (kind.weight === 0) expect(counts[nameOf(kind)] ?? 0).toBeLessThanOrEqual(1);
    }),
  );
});

test('no two kinds have one name', () => {
  for (const kinds of [clusterKinds({ long: true }), standaloneKinds({ long: true })])
    expect(new Set(kinds.map(nameOf)).size).toBe(kinds.length);
});
