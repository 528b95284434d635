import { topics } from '../../model/topics.ts';
import type { Log } from '../contract.ts';
import { connection } from './connection.ts';
import { clusterOf } from './internals.ts';
import { KafkaLog } from './kafka-log.ts';
import { openIncarnation } from './log-topic.ts';
import type { ReadPage } from './read-page.ts';
import { readRecords } from './read-records.ts';
import { Reader } from './reader.ts';
import type { KafkaLogSettings } from './settings.ts';
import { KafkaSweep } from './sweep.ts';
import { TopicNames } from './topic-names.ts';
import { openTopics } from './topics.ts';
import { orUnavailable } from './unavailable.ts';

const usualSession = 10_000;

/**
 * Opens the log, makes and checks its topics.
 * @throws LogUnavailable when the cluster is not there; TopicsRefused, LogRecreated, RightMissing in words for the operator
 */
export async function openKafkaLog(settings: KafkaLogSettings): Promise<Log> {
  const { create = true, clock = Date.now, sessionTimeout = usualSession } = settings;
  const all = [...(settings.topics ?? Object.values(topics)), ...(settings.extraTopics ?? [])];
  const names = new TopicNames(settings, all);
  const kafka = connection(settings);
  const admin = kafka.admin();
  const reader = new Reader(clusterOf(kafka));
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  try {
    return await orUnavailable(async () => {
      await admin.connect();
      await openTopics(admin, all, settings, { create });
      await producer.connect();
      const readPage: ReadPage = (topic, partition, offset, limit) => readRecords(reader, topic, partition, offset, limit);
      const incarnation = await openIncarnation({ admin, producer, readPage, settings, topics: all, clock }, { create });
      const sweep = new KafkaSweep({ admin, readPage, settings, topics: all });
      return new KafkaLog({ kafka, admin, reader, names, sweep, incarnation, sessionTimeout });
    });
  } catch (error) {
    await Promise.allSettled([admin.disconnect(), reader.close()]);
    throw error;
  } finally {
    await producer.disconnect();
  }
}
