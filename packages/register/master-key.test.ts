import { createHmac } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type MasterKey, MasterKeyRefused, masterKeyFrom, openMasterKey } from './master-key.ts';
import { deviceReference } from './reference.ts';
import { open, seal } from './seal.ts';

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-key-'));
  file = join(folder, 'secrets', 'master-key');
});

afterEach(() => rm(folder, { recursive: true }));

const mark = (key: MasterKey) => deviceReference(key, '70b3d50000000001');
const refusal = (opening: Promise<unknown>): Promise<Error> =>
  opening.then(
    () => new Error('it was accepted'),
    (error: Error) => error,
  );

test('the first start makes a key of 32 bytes that only its owner can read, in a folder of the same kind', async () => {
  await openMasterKey(file);
  const text = await readFile(file, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  expect(Buffer.from(text, 'base64')).toHaveLength(32);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'secrets'))).toEqual(['master-key']);
});

test('the next start finds the same key', async () => {
  const first = await openMasterKey(file);
  const text = await readFile(file, 'utf8');
  const second = await openMasterKey(file);
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(mark(second)).toBe(mark(first));
});

test('of many first starts at once one makes the key and all use it', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => openMasterKey(file)));
  expect(new Set(keys.map(mark)).size).toBe(1);
  expect(await readdir(join(folder, 'secrets'))).toEqual(['master-key']);
});

test.each([0o640, 0o604, 0o660, 0o644])(
  'truth 11: a key that others can reach is refused (mode %o), its content not shown',
  async (mode) => {
    await openMasterKey(file);
    await chmod(file, mode);
    const error = await refusal(openMasterKey(file));
    expect(error).toBeInstanceOf(MasterKeyRefused);
    expect(error.message).toContain('chmod 600');
    expect(error.message).not.toContain((await readFile(file, 'utf8')).trim());
  },
);

test('a stricter mode and a link to the file are good', async () => {
  const key = await openMasterKey(file);
  await chmod(file, 0o400);
  await symlink(file, join(folder, 'link'));
  expect(mark(await openMasterKey(join(folder, 'link')))).toBe(mark(key));
});

test.each(['', 'c2hvcnQ=\n', `${'A'.repeat(43)}=x\n`, `${'!'.repeat(44)}\n`])(
  'truth 11: text that is no key is refused by its length and left as it is (%#)',
  async (text) => {
    await openMasterKey(file);
    await writeFile(file, text);
    const error = await refusal(openMasterKey(file));
    expect(error).toBeInstanceOf(MasterKeyRefused);
    expect(error.message).toContain(`text of ${text.trimEnd().length} characters`);
    if (text !== '') expect(error.message).not.toContain(text.trim());
    expect(await readFile(file, 'utf8')).toBe(text);
  },
);

test('a folder in place of the file is refused', async () => {
  expect(await refusal(openMasterKey(folder))).toBeInstanceOf(Error);
});

test('a key inside the data folder is refused, one beside it is not', async () => {
  expect((await refusal(openMasterKey(file, folder))).message).toContain('inside the data folder');
  expect((await refusal(openMasterKey(file, join(folder, 'secrets')))).message).toContain('inside the data folder');
  await openMasterKey(file, join(folder, 'secret'));
});

test('truth 11: an opened key prints and serialises as nothing', () => {
  const master = Buffer.alloc(32, 0x5a);
  const key = masterKeyFrom(master);
  const shown = `${inspect(key, { depth: 9, showHidden: true })} ${JSON.stringify(key)}`;
  expect(shown).not.toContain(master.toString('hex'));
  expect(shown).not.toContain(key.sealing.export().toString('hex'));
  expect(shown).not.toContain(key.sealing.export().toString('base64'));
});

test('sealing and references use different keys, and other masters give others', () => {
  const [one, two] = [masterKeyFrom(Buffer.alloc(32, 1)), masterKeyFrom(Buffer.alloc(32, 2))];
  expect(one.sealing.equals(one.references)).toBe(false);
  expect(one.sealing.equals(two.sealing)).toBe(false);
  expect(one.references.equals(two.references)).toBe(false);
  expect(() => open(two, seal(one, new Uint8Array(16), 'x'), 'x')).toThrow('does not open');
  expect(() => masterKeyFrom(new Uint8Array(31))).toThrow('32 bytes, not 31');
});

// HKDF-SHA-256 by hand with HMAC (RFC 5869 §2): extract under a salt of zeros, expand one block.
test('the sub-keys are those of RFC 5869', () => {
  const master = Buffer.alloc(32, 7);
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(master).digest();
  const expanded = createHmac('sha256', extracted).update('vigie/register/sealing\x01').digest();
  expect(masterKeyFrom(master).sealing.export().equals(expanded)).toBe(true);
});
