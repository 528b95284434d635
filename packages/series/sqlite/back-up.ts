import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';

/**
 * A copy of the file as it is, beside it, before its layout is changed: durable when this returns. One that an earlier attempt has left is replaced.
 * The copy is made under another name first, so that what bears the name is whole. Nobody removes it but a person.
 * @returns the copy's path. @throws Error in plain words when it cannot be written (the file is untouched)
 */
export function backUp(db: Database.Database, layout: number): string {
  const backup = `${db.name.replace(/\.db$/, '')}.before-layout-${layout}.db`;
  const unfinished = `${backup}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    db.prepare('VACUUM INTO ?').run(unfinished);
    chmodSync(unfinished, statSync(db.name).mode);
    sync(unfinished);
    renameSync(unfinished, backup);
    sync(dirname(backup));
    return backup;
  } catch (cause) {
    if (existsSync(unfinished)) rmSync(unfinished, { force: true });
    throw new Error(
      `${db.name} is of an older Vigie; before it is changed, a copy of it is to be kept as ${backup}, and that cannot be written. ` +
        'Nothing was changed. Make room for a second file of its size (or allow writing there), then start again.',
      { cause },
    );
  }
}

function sync(path: string): void {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
