import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Where servers that were fetched or built are kept, outside of the repository: by name and version, so that each is made once on a machine. */
const cacheFolder = process.env['VIGIE_SERVERS'] ?? join(homedir(), '.cache', 'vigie-servers');

/** A build that takes longer has died: its place is taken. */
const longest = 30 * 60_000;

/**
 * The folder of `name`, made by `make` when it is not there yet. Two processes that want the same at once: one makes it, the other waits.
 * @param make fills the folder that it is given; what fails leaves nothing behind.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder, name);
  await mkdir(cacheFolder, { recursive: true });
  while (!(await exists(folder))) {
    const lock = `${folder}.making`;
    if (await take(lock)) {
      try {
        const half = `${folder}.half`;
        await rm(half, { recursive: true, force: true });
        await mkdir(half);
        await make(half);
        await rename(half, folder);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else await delay(500);
  }
  return folder;
}

/** Making a folder is one step on every file system. */
async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (!isThere(error)) throw error;
    if (Date.now() - (await age(lock)) > longest) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

async function age(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
