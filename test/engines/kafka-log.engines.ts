import { randomBytes } from 'node:crypto';
import { logSuite } from '../../packages/log/contract.suite.ts';
import type { Log } from '../../packages/log/contract.ts';
import { openKafkaLog } from '../../packages/log/kafka/open.ts';
import type { Make } from '../../packages/log/suite/on-log.ts';
import { suiteTopics } from '../../packages/log/suite/topics.ts';
import { outsider, removeLogs } from './own-log.ts';

/** A log of its own on the running Kafka. */
const kafka =
  (settings: { partitions?: number }): Make =>
  async () => {
    const prefix = `suite-${randomBytes(6).toString('hex')}`;
    const logs: Log[] = [];
    const reopen = async (): Promise<Log> => {
      const brokers = [process.env['VIGIE_TEST_KAFKA'] ?? ''];
      const log = await openKafkaLog({
        // A later member has an earlier name, so that it is the first to be given a partition: with one partition, too, it takes from who holds.
        ...{ brokers, prefix, clientId: `suite-${99 - logs.length}`, sessionTimeout: 6_000 },
        ...settings,
        topics: suiteTopics,
      });
      logs.push(log);
      return log;
    };
    const dispose = async (): Promise<void> => {
      for (const log of logs) await log.close();
      const admin = outsider().admin();
      await admin.connect();
      await removeLogs(admin, [prefix]);
      await admin.disconnect();
    };
    return { log: await reopen(), reopen, dispose };
  };

logSuite('Kafka, partitions as the topics say', kafka({}));
logSuite('Kafka, one partition', kafka({ partitions: 1 }));
