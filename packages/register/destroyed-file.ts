import { randomBytes } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Destroyed } from '../model/destroyed.ts';
import { hasCode, MasterKeyRefused } from './master-key-file.ts';
import { flushFolder, writeDurably } from './write-durably.ts';

/** Beside the master key, and so outside the data: an older copy of the data does not know of it. */
const fileBeside = (masterKeyFile: string) => join(dirname(masterKeyFile), 'destroyed-devices');

const line = /^(d-[a-z2-7]{13}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** The destructions that were asked for, by reference. @throws MasterKeyRefused when the file is damaged */
export async function readDestroyed(masterKeyFile: string): Promise<Destroyed[]> {
  const file = fileBeside(masterKeyFile);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return '';
    throw error;
  });
  const lines = text.split('\n').filter((one) => one !== '');
  return lines.map((one, at) => {
    const [, device, time] = line.exec(one) ?? [];
    if (device && time) return { device, time: Date.parse(time) };
    throw new MasterKeyRefused(`Line ${at + 1} of ${file} is no device reference and time. Restore the file from your copy.`);
  });
}

/** Durable when this resolves. */
export async function writeDestroyed(masterKeyFile: string, one: Destroyed): Promise<void> {
  const file = fileBeside(masterKeyFile);
  const all = [...(await readDestroyed(masterKeyFile)).filter(({ device }) => device !== one.device), one];
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeDurably(draft, all.map(({ device, time }) => `${device} ${new Date(time).toISOString()}\n`).join(''));
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
    await flushFolder(dirname(file));
  }
}
