import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logSuite } from './contract.suite.ts';
import type { Log } from './contract.ts';
import { openSqliteLog } from './sqlite/open.ts';
import type { Make } from './suite/on-log.ts';

/** A log in a folder of its own. */
const sqlite =
  (settings: { partitions?: number }): Make =>
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-log-'));
    const logs: Log[] = [];
    const reopen = async (): Promise<Log> => {
      const log = openSqliteLog({ file: join(folder, 'log.db'), ...settings });
      logs.push(log);
      return log;
    };
    const dispose = async (): Promise<void> => {
      for (const log of logs) await log.close();
      await rm(folder, { recursive: true });
    };
    return { log: await reopen(), reopen, dispose };
  };

logSuite('SQLite, partitions as the topics say', sqlite({}));
logSuite('SQLite, one partition', sqlite({ partitions: 1 }));
