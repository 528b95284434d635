import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LayeredMap } from './layered-map.ts';

/** Against a map that is copied whole each time: what one copy does, no other sees. */
test('property: each copy is a map of its own, whatever is done to the others', () => {
  const name = fc.integer({ min: 0, max: 12 }).map(String);
  const step = fc.oneof(
    fc.record({ what: fc.constant('set' as const), of: fc.nat(), name, value: fc.integer() }),
    fc.record({ what: fc.constant('delete' as const), of: fc.nat(), name }),
    fc.record({ what: fc.constant('copy' as const), of: fc.nat() }),
  );
  const property = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const pairs = [{ ours: LayeredMap.empty<number>(), theirs: new Map<string, number>() }];
    for (const one of steps) {
      const pair = pairs[one.of % pairs.length] ?? pairs[0];
      if (!pair) continue;
      if (one.what === 'copy') pairs.push({ ours: pair.ours.copy(), theirs: new Map(pair.theirs) });
      else if (one.what === 'delete') [pair.ours.delete(one.name), pair.theirs.delete(one.name)];
      else [pair.ours.set(one.name, one.value), pair.theirs.set(one.name, one.value)];
    }
    for (const { ours, theirs } of pairs) expect(Object.fromEntries(ours.entries())).toEqual(Object.fromEntries(theirs));
  });
  fc.assert(property, { numRuns: 300 });
});

test('many changes become one map again, and say the same', () => {
  const first = LayeredMap.empty<number>();
  for (let i = 0; i < 10; i++) first.set(`old ${i}`, i);
  const second = first.copy();
  for (let i = 0; i < 5_000; i++) second.set(`new ${i}`, i);
  second.delete('old 3');
  const third = second.copy();
  third.set('old 4', 44);
  expect([...third.values()]).toHaveLength(5_009);
  expect([first.get('old 3'), second.get('old 3'), third.get('old 3')]).toEqual([3, undefined, undefined]);
  expect([first.get('old 4'), second.get('old 4'), third.get('old 4')]).toEqual([4, 4, 44]);
});
