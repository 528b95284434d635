import { expect, test } from '@jest/globals';
import type { Datastream } from '../data/shapes.ts';
import { chosenOf, measuredQuantities } from './quantity-choice.ts';

function measured(...quantities: string[]): Datastream[] {
  return quantities.map((quantity, i) => ({
    ...{ id: `${i}`, site: `site ${i}`, quantity, unit: '1', displayUnit: '', definition: '', interval: 600, latest: null },
    label: { fr: quantity, en: quantity },
  }));
}

const names = (all: readonly { quantity: string }[]) => all.map(({ quantity }) => quantity);

test('what people ask for comes first, that of the most sites before the others', () => {
  const all = measured('battery_voltage', 'battery_voltage', 'battery_voltage', 'co2', 'pm2_5', 'air_temperature', 'air_temperature');
  expect(names(measuredQuantities(all))).toEqual(['air_temperature', 'pm2_5', 'co2', 'battery_voltage']);
  expect(measuredQuantities(all)[0]).toMatchObject({ sites: 2 });
});

test('the one asked for is chosen where it is measured', () => {
  const all = measuredQuantities(measured('pm2_5', 'co2'));
  expect(chosenOf(all, 'co2')?.quantity).toBe('co2');
  expect(chosenOf(all, 'laeq')?.quantity).toBe('pm2_5');
  expect(chosenOf([], 'co2')).toBeUndefined();
});
