import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { importInto } from './example-register.ts';
import { RegisterView } from './register-view.ts';

const folder = new URL('../../deploy/examples/register/', import.meta.url);

test("a newcomer's example files fill an empty register in the order of their names, once", () => {
  const view = new RegisterView();
  const texts = readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const imported = () => texts.map((text) => importInto(view, text));
  expect(imported()).toMatchObject(
    ['organisations', 'sites', 'devices', 'sessions', 'assignments'].map((table) => ({ table, accepted: 2, unchanged: 0, problems: [] })),
  );
  expect(imported()).toMatchObject(Array.from({ length: 5 }, () => ({ accepted: 0, unchanged: 2, problems: [] })));
});
