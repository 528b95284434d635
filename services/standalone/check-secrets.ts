import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, right, wrong } from '../../packages/observe/finding.ts';

/** The folder of the secrets and every file in it: there, and this user's alone. */
export async function checkSecrets(folder: string, masterKey: string): Promise<Finding[]> {
  const subject = `secrets ${folder}`;
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (!Array.isArray(names)) return [unreadable(subject, folder, names)];
  const open = await openToOthers([folder, ...names.map((name) => join(folder, name))]);
  const missing = names.includes(masterKey) ? [] : [noMasterKey(folder, masterKey)];
  const others = open.map(({ path, mode }) =>
    wrong(
      subject,
      { en: `${path} is open to others (mode ${mode}).`, fr: `${path} est ouvert à d’autres (mode ${mode}).` },
      {
        en: `chmod go= ${path}; who may have read it knows it: draw another.`,
        fr: `chmod go= ${path} ; qui a pu le lire le connaît : changez-le.`,
      },
    ),
  );
  const fine = right(subject, { en: `${names.length} files, this user’s alone.`, fr: `${names.length} fichiers, à cet utilisateur seul.` });
  return missing.length + others.length > 0 ? [...missing, ...others] : [fine];
}

async function openToOthers(paths: readonly string[]): Promise<{ path: string; mode: string }[]> {
  const modes = await Promise.all(paths.map(async (path) => ({ path, bits: (await stat(path)).mode & 0o777 })));
  return modes.filter(({ bits }) => (bits & 0o077) !== 0).map(({ path, bits }) => ({ path, mode: bits.toString(8).padStart(4, '0') }));
}

function unreadable(subject: string, folder: string, { code, name }: NodeJS.ErrnoException): Finding {
  const why = code ?? name;
  return wrong(
    subject,
    { en: `cannot be read (${why}).`, fr: `illisible (${why}).` },
    {
      en: `Make ${folder} a folder of this user: mkdir -m 700 ${folder}`,
      fr: `Faites de ${folder} un dossier de cet utilisateur : mkdir -m 700 ${folder}`,
    },
  );
}

function noMasterKey(folder: string, masterKey: string): Finding {
  return wrong(
    `secrets ${folder}`,
    {
      en: `${masterKey} is not there: without it no sealed key can be opened.`,
      fr: `${masterKey} est absent : sans lui aucune clé scellée ne s’ouvre.`,
    },
    {
      en: 'All processes share one: copy it from where it was drawn, or start one process alone first, which draws it.',
      fr: 'Tous les processus partagent la même : copiez-la depuis là où elle a été tirée, ou démarrez d’abord un seul processus, qui la tire.',
    },
  );
}
