import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file of a secret cannot be used; the message says what to do and shows nothing of its content. */
export class SecretRefused extends Error {
  override readonly name = 'SecretRefused';
}

/** The secret in a file, drawn at the first start (32 random bytes, mode 0600): there is no default one. @throws SecretRefused */
export async function openSecret(file: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  return (await create(file)) ?? (await using(await open(file, 'r'), (handle) => read(file, handle)));
}

/** Undefined: there is one already. */
async function create(file: string): Promise<string | undefined> {
  const handle = await open(file, 'wx', 0o600).catch(unlessItExists);
  if (!handle) return undefined;
  const secret = randomBytes(32).toString('base64url');
  return using(handle, async () => {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
    return secret;
  });
}

function unlessItExists(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EEXIST') throw error;
}

/** Whoever could read it may have: refused, not repaired. */
async function read(file: string, handle: FileHandle): Promise<string> {
  const mode = (await handle.stat()).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new SecretRefused(
      `The secret ${file} is open to others (mode ${mode.toString(8).padStart(4, '0')}); make it yours alone: chmod 600 ${file}`,
    );
  }
  const secret = (await handle.readFile('utf8')).trim();
  if (secret === '') throw new SecretRefused(`The secret ${file} is empty; delete the file to have a new one drawn.`);
  return secret;
}

async function using<T>(handle: FileHandle, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}
