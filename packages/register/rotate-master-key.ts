import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { referencesOf } from './master-key.ts';
import { type KeyFile, keyBytes, keyFileText, MasterKeyRefused, readKeyFile } from './master-key-file.ts';
import { flushFolder, writeDurably } from './write-durably.ts';

/**
 * Draws the master key of the next epoch; the one of today stays beside it in the file until nothing is sealed with it any more, and the sub-key for
 * names stays for ever: references and session ids do not change. While a rotation is under way nothing is drawn.
 * @throws MasterKeyRefused
 */
export async function beginRotation(file: string): Promise<void> {
  const standing = existing(file);
  if (standing.former) return;
  const { epoch, key } = standing;
  await replace(file, { epoch: epoch + 1, key: randomBytes(keyBytes), references: referencesOf(standing), former: key });
}

/** Drops the former key. @throws MasterKeyRefused */
export async function endRotation(file: string): Promise<void> {
  const { former, ...standing } = existing(file);
  if (former) await replace(file, standing);
}

function existing(file: string): KeyFile {
  const found = readKeyFile(file);
  if (found) return found;
  throw new MasterKeyRefused(`The master key ${file} is not there. Restore it from your copy: without it the sealed keys are lost.`);
}

/** Written whole under another name, then renamed: whenever this is interrupted, the file holds the one or the other. */
async function replace(file: string, next: KeyFile): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeDurably(draft, keyFileText(next));
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
    await flushFolder(dirname(file));
  }
}
