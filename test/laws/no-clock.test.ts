import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;

/** What decides on a message once ingest has stamped it; of the packages, those without I/O. */
const decides = ['services/decode', 'packages/model', 'packages/lorawan', 'packages/sources', 'packages/register/register-view.ts'];
/** A clock or a die, under the names that Node gives them. */
const clockOrDie =
  /Date\.now|new Date\(\)|Date\(\)|performance\.|hrtime|Math\.random|randomBytes|randomUUID|randomInt|getRandomValues|uptime\(/;

function sourcesIn(place: string): string[] {
  if (place.endsWith('.ts')) return [place];
  const files = readdirSync(root + place, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\.ts$/.test(file) && !/\.(test|suite)\.ts$/.test(file)).map((file) => `${place}/${file}`);
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

test('truth 3: nothing that decides on a message reads a clock or draws a number', () => {
  const files = [...decides.flatMap(sourcesIn), 'packages/codec/normalise.ts', 'packages/codec/read-result.ts'];
  expect(files.length).toBeGreaterThan(60);
  expect(files.filter((file) => clockOrDie.test(withoutComments(readFileSync(root + file, 'utf8'))))).toEqual([]);
});

test('the law sees what it forbids', () => {
  const forbidden = ['Date.now()', 'new Date()', 'performance.now()', 'process.hrtime()', 'Math.random()', 'randomUUID()'];
  expect(forbidden.filter((call) => !clockOrDie.test(withoutComments(`const value = ${call};`)))).toEqual([]);
  const allowed = ['new Date(time)', 'Date.parse(text)', 'Date.UTC(2026, 0)', '// Date.now() is forbidden', '/** Math.random */'];
  expect(allowed.filter((call) => clockOrDie.test(withoutComments(call)))).toEqual([]);
});
