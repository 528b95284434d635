import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from './contract.ts';
import type { KafkaLogSettings } from './kafka/settings.ts';

export type LogSettings = SqliteLogSettings | ({ readonly engine: 'kafka' } & KafkaLogSettings);

export interface SqliteLogSettings {
  readonly engine: 'sqlite';
  /** Data folder; made when absent. */
  readonly folder: string;
  /** Partitions of every topic, 1 on a single machine; absent: as each topic says. */
  readonly partitions?: number;
  /** Told where the copy lies that is made of an older file before its layout is changed. */
  readonly backedUp?: (file: string) => void;
}

/** The one place that picks an engine, and loads no other. @throws what the engine's own `open` throws. */
export async function openLog(settings: LogSettings): Promise<Log> {
  if (settings.engine === 'kafka') return (await import('./kafka/open.ts')).openKafkaLog(settings);
  const { folder, partitions, backedUp } = settings;
  await mkdir(folder, { recursive: true });
  const { openSqliteLog } = await import('./sqlite/open.ts');
  return openSqliteLog({
    file: join(folder, 'log.db'),
    ...(partitions === undefined ? {} : { partitions }),
    ...(backedUp ? { backedUp } : {}),
  });
}
