import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';

/** What the register's secrets hang on. The 32 bytes themselves are not kept; key objects print and serialise as nothing. */
export interface MasterKey {
  /** AES-256-GCM, `seal.ts`. */
  readonly sealing: KeyObject;
  /** HMAC-SHA-256, `reference.ts`. */
  readonly references: KeyObject;
}

/** The file of the master key cannot be used; the message says what to do and shows nothing of its content. */
export class MasterKeyRefused extends Error {
  override readonly name = 'MasterKeyRefused';
}

const keyBytes = 32;
const fileForm = /^[A-Za-z0-9+/]{43}=\n?$/;

/**
 * The master key in `file` (32 bytes as base64 text and a newline, mode 0600), which is made at the first start.
 * @param dataFolder when given, a file inside it is refused: a copy of the data must not carry its own key.
 * @throws MasterKeyRefused
 */
export async function openMasterKey(file: string, dataFolder?: string): Promise<MasterKey> {
  if (dataFolder !== undefined) refuseInside(file, dataFolder);
  const found = (await readKey(file)) ?? (await createKey(file));
  return masterKeyFrom(found);
}

/** Separate keys for separate uses (HKDF-SHA-256, RFC 5869). `master`: 32 bytes. */
export function masterKeyFrom(master: Uint8Array): MasterKey {
  if (master.length !== keyBytes) throw new MasterKeyRefused(`A master key has ${keyBytes} bytes, not ${master.length}.`);
  return { sealing: derived(master, 'vigie/register/sealing'), references: derived(master, 'vigie/register/references') };
}

function derived(master: Uint8Array, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', master, new Uint8Array(0), use, keyBytes)));
}

function refuseInside(file: string, folder: string): void {
  const way = relative(resolve(folder), resolve(file));
  if (way.startsWith('..') || isAbsolute(way)) return;
  throw new MasterKeyRefused(
    `The master key ${file} lies inside the data folder ${folder}; move it outside, so that no copy of the data carries it.`,
  );
}

async function readKey(file: string): Promise<Uint8Array | undefined> {
  const handle = await openExisting(file);
  if (handle === undefined) return undefined;
  try {
    await refuseUnfit(file, handle);
    return keyIn(file, await handle.readFile('utf8'));
  } finally {
    await handle.close();
  }
}

async function openExisting(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function refuseUnfit(file: string, handle: FileHandle): Promise<void> {
  const found = await handle.stat();
  if (!found.isFile()) throw new MasterKeyRefused(`The master key ${file} is not a regular file.`);
  const mode = found.mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new MasterKeyRefused(
    `The master key ${file} is open to others (mode ${mode.toString(8).padStart(4, '0')}); make it yours alone: chmod 600 ${file}`,
  );
}

function keyIn(file: string, text: string): Uint8Array {
  if (fileForm.test(text)) return Buffer.from(text, 'base64');
  throw new MasterKeyRefused(
    `The master key ${file} holds text of ${text.trimEnd().length} characters; wants 44 of base64 (${keyBytes} bytes). Restore it from your copy: without it the sealed keys are lost.`,
  );
}

/** Written whole under another name, then linked: of two first starts at once one wins, and nobody reads half a key. */
async function createKey(file: string): Promise<Uint8Array> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const key = randomBytes(keyBytes);
  try {
    await writeDurably(draft, `${key.toString('base64')}\n`);
    await link(draft, file);
  } catch (error) {
    const winner = hasCode(error, 'EEXIST') ? await readKey(file) : undefined;
    if (winner === undefined) throw error;
    return winner;
  } finally {
    await rm(draft, { force: true });
    await flushFolder(folder);
  }
  return key;
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
