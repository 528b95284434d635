import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { link, mkdir, rm } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { hasCode, type KeyFile, keyBytes, keyFileText, MasterKeyRefused, readKeyFile } from './master-key-file.ts';
import { flushFolder, writeDurably } from './write-durably.ts';

export { MasterKeyRefused } from './master-key-file.ts';

/** What the register's secrets hang on. The 32 bytes themselves are not kept; key objects print and serialise as nothing. */
export interface MasterKey extends SealingKey {
  /** HMAC-SHA-256, `reference.ts`; the same in every epoch, since names are issued once. */
  readonly references: KeyObject;
  /** During a rotation: what is not sealed anew yet opens with it. */
  readonly former?: SealingKey | undefined;
  /** Where it lies; absent: it came as bytes. */
  readonly file?: string;
  /** Takes over what the file holds now, where another process has rotated the key. @throws MasterKeyRefused */
  readonly refresh?: () => void;
}

interface SealingKey {
  /** Counts the master keys of a register, from 1 on. */
  readonly epoch: number;
  /** AES-256-GCM, `seal.ts`. */
  readonly sealing: KeyObject;
}

/**
 * The master key in `file` (32 bytes as base64 text and a newline, mode 0600; later keys: `master-key-file.ts`), which is made at the first start.
 * @param dataFolder when given, a file inside it is refused: a copy of the data must not carry its own key.
 * @throws MasterKeyRefused
 */
export async function openMasterKey(file: string, dataFolder?: string): Promise<MasterKey> {
  if (dataFolder !== undefined) refuseInside(file, dataFolder);
  const seen = markOf(file);
  return following(file, seen, readKeyFile(file) ?? (await createKey(file)));
}

/** A master key of epoch 1. `master`: 32 bytes. */
export function masterKeyFrom(master: Uint8Array): MasterKey {
  return keysOf({ epoch: 1, key: master });
}

/** The sub-key for names, to be kept when the master key of epoch 1 goes. */
export function referencesOf({ key, references }: KeyFile): Uint8Array {
  return references ?? derive(key, 'references');
}

/** Separate keys for separate uses (HKDF-SHA-256, RFC 5869). */
function keysOf(found: KeyFile): MasterKey {
  const { epoch, key, former } = found;
  return {
    epoch,
    sealing: sealingOf(key),
    references: createSecretKey(referencesOf(found)),
    former: former && { epoch: epoch - 1, sealing: sealingOf(former) },
  };
}

const sealingOf = (master: Uint8Array) => createSecretKey(derive(master, 'sealing'));

function derive(master: Uint8Array, use: string): Uint8Array {
  if (master.length !== keyBytes) throw new MasterKeyRefused(`A master key has ${keyBytes} bytes, not ${master.length}.`);
  return Buffer.from(hkdfSync('sha256', master, new Uint8Array(0), `vigie/register/${use}`, keyBytes));
}

/** One object for the life of the process: whoever holds it seals with the newest key. */
function following(file: string, from: string, found: KeyFile): MasterKey {
  let seen = from;
  const refresh = () => {
    const mark = markOf(file);
    if (mark === seen) return;
    const newer = readKeyFile(file);
    // Moved away while we run: what is in memory goes on.
    if (newer) Object.assign(keys, keysOf(newer));
    seen = mark;
  };
  const keys = { ...keysOf(found), file, refresh };
  return keys;
}

/** Another file, or another content, has another mark. */
function markOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : '';
}

function refuseInside(file: string, folder: string): void {
  const way = relative(resolve(folder), resolve(file));
  if (way.startsWith('..') || isAbsolute(way)) return;
  throw new MasterKeyRefused(
    `The master key ${file} lies inside the data folder ${folder}; move it outside, so that no copy of the data carries it.`,
  );
}

/** Written whole under another name, then linked: of two first starts at once one wins, and nobody reads half a key. */
async function createKey(file: string): Promise<KeyFile> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const made: KeyFile = { epoch: 1, key: randomBytes(keyBytes) };
  try {
    await writeDurably(draft, keyFileText(made));
    await link(draft, file);
  } catch (error) {
    const winner = hasCode(error, 'EEXIST') ? readKeyFile(file) : undefined;
    if (winner === undefined) throw error;
    return winner;
  } finally {
    await rm(draft, { force: true });
    await flushFolder(folder);
  }
  return made;
}
