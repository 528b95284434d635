import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openSecret, SecretRefused } from './open-secret.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-secret-'));
  file = join(folder, 'secrets', 'admin-token');
});
afterEach(() => rm(folder, { recursive: true }));

test('drawn at the first start, for this user alone, and the same from then on', async () => {
  const secret = await openSecret(file);
  expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await openSecret(file)).toBe(secret);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
  expect(await openSecret(join(folder, 'secrets', 'other'))).not.toBe(secret);
});

test('one that a person chose is taken, without the blanks around it', async () => {
  await openSecret(file);
  await writeFile(file, '  chosen by hand \n');
  expect(await openSecret(file)).toBe('chosen by hand');
});

test.each([0o640, 0o604, 0o620, 0o777])('truth 11: open to others (mode %i) it is refused, not repaired, and not shown', async (mode) => {
  const secret = await openSecret(file);
  await chmod(file, mode);
  const refusal = await openSecret(file).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(SecretRefused);
  expect((refusal as Error).message).toMatch(new RegExp(`mode 0${mode.toString(8)}\\); make it yours alone: chmod 600 ${file}$`));
  expect((refusal as Error).message).not.toContain(secret);
  expect((await stat(file)).mode & 0o777).toBe(mode);
  expect((await readFile(file, 'utf8')).trim()).toBe(secret);
});

test.each(['', ' \n\n'])('an empty one (%j) is refused in words', async (text) => {
  await openSecret(file);
  await writeFile(file, text);
  await expect(openSecret(file)).rejects.toThrow(/is empty; delete the file to have a new one drawn\.$/);
});
