import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string) => readFileSync(root + path, 'utf8');

/** Every file that is part of the project, tracked or about to be. */
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => existsSync(root + file));
const sources = files.filter((file) => /\.(ts|mjs)$/.test(file));
const lines = (file: string) => read(file).split('\n').length;

test('files are small: half of them at most 90 lines, none over 300', () => {
  const sizes = sources.map(lines).toSorted((a, b) => a - b);
  expect(sources.length).toBeGreaterThan(200);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(90);
  expect(sources.filter((file) => lines(file) > 300)).toEqual([]);
});

test('every service says why it is as it is', () => {
  const services = [...new Set(sources.flatMap((file) => /^services\/([^/]+)\//.exec(file)?.[1] ?? []))];
  expect(services.length).toBeGreaterThanOrEqual(7);
  expect(services.filter((service) => !existsSync(`${root}services/${service}/DECISIONS.md`))).toEqual([]);
});

test('what the README points to is there', () => {
  const links = ['README.md', 'CONTRIBUTING.md'].flatMap((file) => [...read(file).matchAll(/\]\(([^)#]+)\)/g)].map(([, to]) => to ?? ''));
  expect(links.length).toBeGreaterThan(4);
  expect(links.filter((to) => !/^https?:/.test(to) && !existsSync(root + to))).toEqual([]);
});

test('the commands that README and CONTRIBUTING name exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = ['README.md', 'CONTRIBUTING.md'].flatMap((file) =>
    [...read(file).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name ?? ''),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
});
