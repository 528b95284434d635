import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';

const mark = 'SIMULATED';

/** A simulated city's data folder never becomes a real one, nor the other way round; an empty one may become either. @throws WrongSetting */
export async function markSimulated(dataFolder: string, demo: boolean): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const files = await readdir(dataFolder);
  const isMarked = files.includes(mark);
  const isReal = !isMarked && files.some((file) => file.endsWith('.db'));
  if (demo ? isReal : isMarked) throw wrongFolder(isMarked, demo);
  if (demo) await writeFile(join(dataFolder, mark), 'Nothing in this folder is real.\n');
}

function wrongFolder(isMarked: boolean, demo: boolean): WrongSetting {
  return new WrongSetting(
    `Setting dataFolder (VIGIE_DATA_FOLDER): got a folder with data of a ${isMarked ? 'simulated' : 'real'} city, wants another folder; or set demo (VIGIE_DEMO) to ${!demo}.`,
  );
}
