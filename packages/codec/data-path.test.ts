import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dataPathPattern, leafPaths, valueAt } from './data-path.ts';

const data = { air: { pm: [1, { value: 2 }], 'PM2.5': 3, 'a\\b': 4 }, gone: null };

test.each([
  ['air.pm.0', 1],
  ['air.pm.1.value', 2],
  ['air.PM2\\.5', 3],
  ['air.a\\\\b', 4],
  ['gone', null],
  ['air.pm.2', undefined],
  ['air.pm.length', undefined],
  ['air.PM2.5', undefined],
  ['toString', undefined],
  ['air.pm.0.toFixed', undefined],
  ['gone.deeper', undefined],
])('%s leads to %s', (path, value) => {
  expect(valueAt(data, path)).toBe(value);
});

test('the leaves are what holds something', () => {
  expect([...leafPaths(data)]).toEqual(['air.pm.0', 'air.pm.1.value', 'air.PM2\\.5', 'air.a\\\\b']);
  expect([...leafPaths({ a: {}, b: [null, undefined], c: null })]).toEqual([]);
  expect([...leafPaths({ '': { value: 1 } })]).toEqual(['.value']);
});

test('every leaf is found again by its path, whatever its names are', () => {
  const name = fc.string({ minLength: 1, maxLength: 6 });
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 3 },
      fc.double({ noNaN: true }),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(name, tie('node'), { maxKeys: 3 }),
    ),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }), (output) => {
      const lost = [...leafPaths(output)].filter((path) => !dataPathPattern.test(path) || typeof valueAt(output, path) !== 'number');
      expect(lost).toEqual([]);
    }),
  );
});

test('truth 7: an output nested without end has a leaf and does not exhaust the stack', () => {
  let nested: unknown = 1;
  for (let depth = 0; depth < 200_000; depth++) nested = [nested];
  expect([...leafPaths(nested)]).toEqual([Array(16).fill('0').join('.')]);
});
