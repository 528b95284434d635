import { expect, test } from '@jest/globals';
import type { InventoryPlan } from './inventory-plan.ts';
import { diffWords, planWords } from './inventory-words.ts';

const both = (text: string) => ({ fr: `fr ${text}`, en: `en ${text}` });
const one = {
  device: 'd-a',
  name: 'Quai',
  application: 'Air',
  profile: 'p',
  model: 'test/floats',
  state: 'unchanged',
  touched: [],
} as const;
const plan: InventoryPlan = {
  mark: 'abc',
  blocked: false,
  tables: [{ table: 'devices', added: 1, changed: 0, unchanged: 2 }],
  problems: [{ table: 'sites', device: 'd-b', column: 'subject', reason: 'homes are refused' }],
  decide: [{ about: 'models', blocks: false, found: both('profile "\u001b[2J"'), action: both('--model') }],
  profiles: [{ id: 'p', name: 'Floats', devices: 2, codecCharacters: 26 }],
  devices: [one, { ...one, device: 'd-b', name: '\u001b[31mred', model: null, state: 'left_out', touched: ['sites'] }],
  missing: [{ device: 'd-c', model: 'test/floats' }],
};

test('a plan is told in the language of the environment, with its mark, and nothing in it that a terminal obeys', () => {
  const told = planWords(plan, 'fr');
  expect(told).toContain('Rien n’est écrit. Pour importer exactement cela, ajoutez : --mark abc');
  expect(told).toContain('· fr profile "·[2J"\n  → fr --model');
  expect(told).toMatch(/d-b +LAISSÉ +– +Air +·\[31mred +sites/);
  expect(planWords(plan, 'en')).toMatch(/devices +1 +0 +2/);
});

test('while something must be decided it offers no mark; without a change there is nothing to import', () => {
  expect(planWords({ ...plan, blocked: true }, 'en')).not.toContain('--mark');
  const tables = [{ table: 'devices', added: 0, changed: 0, unchanged: 3 }];
  expect(planWords({ ...plan, tables }, 'en')).toContain('Nothing would change.');
});

test('a difference shows what differs, what was refused and what is there no more, and only that', () => {
  const told = diffWords(plan, 'en');
  expect(told).not.toContain('d-a');
  expect(told).toMatch(/d-b.*\n\n.*an import leaves them as they are:\n.*\nd-c/s);
  expect(told).toContain('homes are refused');
  expect(diffWords({ ...plan, devices: [one], missing: [], problems: [] }, 'fr')).toBe('Rien n’a changé depuis.\n');
});

test('of many, the first are shown, and how many more there are', () => {
  const many = Array.from({ length: 60 }, (_, n) => ({ ...one, device: `d-${n}` }));
  expect(planWords({ ...plan, devices: many }, 'en')).toContain('… and 10 more; --json shows all.');
});
