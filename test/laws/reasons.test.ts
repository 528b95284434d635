import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { reasonNames, reasons, steps } from '../../packages/model/reasons.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** Source of decode and store, where reasons are given. */
const givers = ['services/decode/', 'services/decode/steps/', 'services/store/', 'packages/lorawan/', 'packages/codec/'].flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    .map((name) => read(folder + name)),
);

test('every reason has its words in both languages, and they differ', () => {
  for (const { meaning, action } of Object.values(reasons)) {
    for (const words of [meaning, action]) {
      expect(words.fr).toMatch(/^.{20,}[.]$/);
      expect(words.en).toMatch(/^.{20,}[.]$/);
      expect(words.fr).not.toBe(words.en);
    }
  }
});

test('every reason is given somewhere, and belongs to a step of the life of a message', () => {
  const given = reasonNames.filter((reason) => givers.some((source) => source.includes(`'${reason}'`)));
  expect(given.toSorted()).toEqual([...reasonNames].toSorted());
  for (const { step } of Object.values(reasons)) expect([null, ...steps]).toContain(step);
});

/** The README's table, made from the reasons. */
const table = [
  '| reason | what it means | what to do |',
  '|---|---|---|',
  ...reasonNames.map((name) => `| \`${name}\` | ${reasons[name].meaning.en} | ${reasons[name].action.en} |`),
].join('\n');

test('the README tells the same reasons, word for word', () => {
  const [, told] = /<!-- reasons -->\n([\s\S]*?)\n<!-- \/reasons -->/.exec(read('README.md')) ?? [];
  expect(told).toBe(table);
});
