import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DeclaredDevice } from './declared-device.ts';
import { normalise } from './normalise.ts';

const received = Date.UTC(2026, 2, 1, 12);
const now = { time: received, receivedTime: received };
const day = 86_400_000;
const table = { test_quantity: { range: [0, 100] }, air_pressure: { range: [600, 1100] } } as const;

const device: DeclaredDevice = {
  model: 'test/identity',
  label: 'Identity',
  codec: { id: 'test/identity@1.0.0', script: '' },
  datastreams: [
    { path: 'value', quantity: 'test_quantity' },
    { path: 'pressure', quantity: 'air_pressure', factor: { times: 1, over: 100 } },
  ],
  ignored: ['status'],
  interval: 600,
  examples: [],
};
const valuesOf = (data: unknown, when = now) => normalise(data, device, when, table).values;

test('a value passes bit for bit, another unit is converted, in the order of the declaration', () => {
  expect(normalise({ pressure: 96_801, value: 0.1, status: 7 }, device, now, table)).toEqual({
    values: [
      { quantity: 'test_quantity', phenomenonTime: received, value: 0.1, flags: [] },
      { quantity: 'air_pressure', phenomenonTime: received, value: 968.01, flags: [] },
    ],
    unknown: [],
    empty: false,
  });
  expect(valuesOf({ value: -0 })[0]?.value).toBe(-0);
});

test('a fraction is exact: every pressure that a DL-PM sends above 600 hPa is the decimal number that one would write', () => {
  for (let pascals = 60_000; pascals < 65_536 * 2; pascals += 2) {
    const written = `${Math.floor(pascals / 100)}.${String(pascals % 100).padStart(2, '0')}`;
    if (valuesOf({ pressure: pascals })[0]?.value !== Number(written)) throw new Error(`${pascals} Pa did not become ${written} hPa`);
  }
});

test('a quantity of the city needs no table', () => {
  const outdoors: DeclaredDevice = { ...device, datastreams: [{ path: 't', quantity: 'air_temperature', offset: -273.15 }] };
  expect(normalise({ t: 300 }, outdoors, now).values).toMatchObject([{ value: 300 - 273.15, flags: [] }]);
});

test.each([
  [-0.001, ['out_of_range']],
  [0, []],
  [100, []],
  [100.001, ['out_of_range']],
  [-1e308, ['out_of_range']],
])('truth 8: %d is kept, flagged %j', (value, flags) => {
  expect(valuesOf({ value })).toEqual([{ quantity: 'test_quantity', phenomenonTime: received, value, flags }]);
});

test.each<[unknown, string]>([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  ['3.9', '3.9'],
  ['', ''],
  [true, 'true'],
  [12n, '12'],
  [{ value: 3.9 }, '{…}'],
  [[3.9], '[…]'],
  ['x'.repeat(1000), 'x'.repeat(64)],
  ['🌫'.repeat(1000), '🌫'.repeat(64)],
])('truth 8: what is no number is flagged and its text kept (%#)', (value, raw) => {
  expect(valuesOf({ value })).toEqual([{ quantity: 'test_quantity', phenomenonTime: received, value: null, raw, flags: ['not_a_number'] }]);
});

test('a conversion that overflows gives no number', () => {
  const huge: DeclaredDevice = { ...device, datastreams: [{ path: 'value', quantity: 'test_quantity', factor: { times: 1000, over: 1 } }] };
  expect(normalise({ value: 1e308 }, huge, now, table).values).toMatchObject([{ value: null, raw: '1e+308', flags: ['not_a_number'] }]);
});

test.each([
  ['before 2000', Date.UTC(2000, 0, 1) - 1, ['bad_time']],
  ['the first moment of 2000', Date.UTC(2000, 0, 1), []],
  ['a day ahead', received + day, []],
  ['more than a day ahead', received + day + 1, ['bad_time']],
  ['not a time', Number.NaN, ['bad_time']],
  ['no whole millisecond', received + 0.5, ['bad_time']],
])('truth 8: a time that is %s', (_what, time, flags) => {
  const phenomenonTime = flags.length > 0 ? received : time;
  expect(valuesOf({ value: 1 }, { time, receivedTime: received })).toMatchObject([{ phenomenonTime, flags }]);
});

test('oddities add up', () => {
  const flags = ['out_of_range', 'bad_time'];
  expect(valuesOf({ value: 101 }, { time: 0, receivedTime: received })).toMatchObject([{ value: 101, flags }]);
});

test.each([[undefined], [null], [{}], [[]], [{ value: null, deeper: { none: [] } }]])('%j holds nothing at all', (data) => {
  expect(normalise(data, device, now, table)).toEqual({ values: [], unknown: [], empty: true });
});

test('what no datastream declares is named, and is not nothing', () => {
  expect(normalise({ value: null, pm: { raw: 3 }, list: [1] }, device, now, table)).toEqual({
    values: [],
    unknown: ['pm.raw', 'list.0'],
    empty: false,
  });
  expect(normalise({ value: { value: 3 } }, device, now, table).unknown).toEqual(['value.value']);
});

test('truth 7: what a codec names without end is cut', () => {
  const { unknown } = normalise({ many: Array(10_000).fill(1), ['n'.repeat(10_000)]: 1 }, device, now, table);
  expect(unknown).toHaveLength(50);
  expect(normalise({ ['n'.repeat(10_000)]: 1 }, device, now, table).unknown).toEqual(['n'.repeat(64)]);
});

test('a quantity that is not in the table is an error of the caller', () => {
  expect(() => normalise({ value: 1 }, device, now)).toThrow('"test_quantity" is not in the table');
  expect(() => normalise({ value: 1 }, { ...device, datastreams: [{ path: 'value', quantity: 'toString' }] }, now)).toThrow('toString');
});

test('whatever a codec gives, each value is finite and as given or null with its text', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true }), fc.double(), (value, time) => {
      for (const normalised of valuesOf({ value }, { time, receivedTime: received })) {
        expect(Number.isInteger(normalised.phenomenonTime)).toBe(true);
        if (normalised.value === null)
          expect(normalised).toMatchObject({ raw: expect.any(String), flags: expect.arrayContaining(['not_a_number']) });
        else expect(normalised.value).toBe(value);
      }
    }),
  );
});
