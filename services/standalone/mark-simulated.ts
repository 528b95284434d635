import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WrongSetting } from '../../packages/config/load-settings.ts';

const mark = 'SIMULATED';

/** A simulated city's data folder never becomes a real one, nor the other way round. @throws WrongSetting */
export async function markSimulated(dataFolder: string, demo: boolean): Promise<void> {
  const isMarked = existsSync(join(dataFolder, mark));
  const isUsed = existsSync(join(dataFolder, 'log.db'));
  if (isUsed && isMarked !== demo) throw wrongFolder(isMarked, demo);
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (demo) await writeFile(join(dataFolder, mark), 'Nothing in this folder is real.\n');
}

function wrongFolder(isMarked: boolean, demo: boolean): WrongSetting {
  return new WrongSetting(
    `Setting dataFolder (VIGIE_DATA_FOLDER): got a folder with data of a ${isMarked ? 'simulated' : 'real'} city, wants another folder; or set demo (VIGIE_DEMO) to ${!demo}.`,
  );
}
