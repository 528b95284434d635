import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CsvTable } from '../../packages/testkit/city-tables.ts';
import { StandaloneProcess } from '../faults/standalone-process.ts';

interface VigieOptions {
  readonly tables: Record<CsvTable, string>;
  /** Done before it starts, with its data folder. */
  readonly before?: (dataFolder: string) => Promise<void>;
  readonly settings?: Record<string, string>;
}

/** Starts Vigie on an empty folder, does the work with it, ends it and removes the folder. */
export async function withVigie<T>({ tables, before, settings }: VigieOptions, work: (vigie: StandaloneProcess) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-bench-'));
  const vigie = await StandaloneProcess.prepare(folder, tables, undefined, settings);
  try {
    await before?.(vigie.dataFolder);
    await vigie.start();
    return await work(vigie);
  } finally {
    await vigie.end('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}
