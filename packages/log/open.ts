import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from './contract.ts';
import { openSqliteLog } from './sqlite/open.ts';

export interface LogSettings {
  readonly engine: 'sqlite';
  /** Data folder; made when absent. */
  readonly folder: string;
  /** Partitions of every topic, 1 on a single machine; absent: as each topic says. */
  readonly partitions?: number;
}

/** The one place that picks an engine. @throws what the engine's own `open` throws. */
export async function openLog({ folder, partitions }: LogSettings): Promise<Log> {
  await mkdir(folder, { recursive: true });
  return openSqliteLog({ file: join(folder, 'log.db'), ...(partitions === undefined ? {} : { partitions }) });
}
