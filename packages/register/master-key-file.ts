import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** The file of the master key cannot be used; the message says what to do and shows nothing of its content. */
export class MasterKeyRefused extends Error {
  override readonly name = 'MasterKeyRefused';
}

/** The words for a key that is a key, but not of this data folder. */
export const notThisKey =
  'The master key is not the one that the register in this data folder was sealed with. Restore that key from your copy, or choose another data folder.';

export const keyBytes = 32;

/** What the file holds; 32 bytes each. */
export interface KeyFile {
  /** Counts the master keys of a register, from 1 on. */
  readonly epoch: number;
  readonly key: Uint8Array;
  /** From epoch 2 on: the sub-key for names, as the first master key gave it. */
  readonly references?: Uint8Array;
  /** While values are sealed anew: the key of the epoch before. */
  readonly former?: Uint8Array;
}

const base64 = '[A-Za-z0-9+/]{43}=';
const firstForm = new RegExp(`^(${base64})\\n?$`);
const laterForm = new RegExp(`^epoch ([1-9]\\d{0,8})\\nkey (${base64})\\nreferences (${base64})\\n(?:former (${base64})\\n)?$`);

/** The first key is base64 alone; each later one stands in named lines. */
export function keyFileText({ epoch, key, references, former }: KeyFile): string {
  if (!references) return `${text(key)}\n`;
  return `epoch ${epoch}\nkey ${text(key)}\nreferences ${text(references)}\n${former ? `former ${text(former)}\n` : ''}`;
}

/** Undefined: there is no file. @throws MasterKeyRefused for one that others can reach, or that holds no key */
export function readKeyFile(file: string): KeyFile | undefined {
  const opened = openExisting(file);
  if (opened === undefined) return undefined;
  try {
    refuseUnfit(file, opened);
    return keysIn(file, readFileSync(opened, 'utf8'));
  } finally {
    closeSync(opened);
  }
}

function openExisting(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function refuseUnfit(file: string, opened: number): void {
  const found = fstatSync(opened);
  if (!found.isFile()) throw new MasterKeyRefused(`The master key ${file} is not a regular file.`);
  const mode = found.mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new MasterKeyRefused(
    `The master key ${file} is open to others (mode ${mode.toString(8).padStart(4, '0')}); make it yours alone: chmod 600 ${file}`,
  );
}

function keysIn(file: string, content: string): KeyFile {
  const [, only] = firstForm.exec(content) ?? [];
  if (only) return { epoch: 1, key: bytes(only) };
  const [, epoch, key, references, former] = laterForm.exec(content) ?? [];
  if (epoch && key && references) {
    return { epoch: Number(epoch), key: bytes(key), references: bytes(references), ...(former ? { former: bytes(former) } : {}) };
  }
  throw new MasterKeyRefused(
    `The master key ${file} holds text of ${content.trimEnd().length} characters; wants 44 of base64 (${keyBytes} bytes), or the lines of a later key. Restore it from your copy: without it the sealed keys are lost.`,
  );
}

const text = (key: Uint8Array) => Buffer.from(key).toString('base64');
const bytes = (key: string) => Buffer.from(key, 'base64');

export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
