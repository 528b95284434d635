import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Admin, Kafka, Producer } from 'kafkajs';
import { LogUnavailable } from '../../packages/log/contract.ts';
import { clusterOf } from '../../packages/log/kafka/internals.ts';
import { LogRecreated, openIncarnation } from '../../packages/log/kafka/log-topic.ts';
import { readRecords } from '../../packages/log/kafka/read-records.ts';
import { Reader } from '../../packages/log/kafka/reader.ts';
import type { KafkaLogSettings } from '../../packages/log/kafka/settings.ts';
import { openTopics } from '../../packages/log/kafka/topics.ts';
import { topicName } from '../../packages/log/kafka/wanted-topic.ts';
import { brief, letters } from '../../packages/log/suite/topics.ts';
import { outsider, ownLog, removeOwnLogs } from './own-log.ts';

let kafka: Kafka;
let admin: Admin;
let producer: Producer;
let reader: Reader;

beforeAll(async () => {
  kafka = outsider();
  admin = kafka.admin();
  producer = kafka.producer();
  reader = new Reader(clusterOf(kafka));
  await admin.connect();
  await producer.connect();
});
afterAll(async () => {
  await removeOwnLogs(admin);
  await reader.close();
  await producer.disconnect();
  await admin.disconnect();
});

const topics = [brief, letters];

function open(settings: KafkaLogSettings, { create = true, at = 0 } = {}): Promise<string> {
  const readPage = (topic: string, partition: number, offset: number, limit: number) =>
    readRecords(reader, topic, partition, offset, limit);
  return openIncarnation({ admin, producer, readPage, settings, topics, clock: () => at }, { create });
}

async function newLog(): Promise<KafkaLogSettings> {
  const settings = ownLog();
  await openTopics(admin, topics, settings);
  return settings;
}

const write = (settings: KafkaLogSettings, count: number) =>
  producer.send({ topic: topicName(settings, brief), messages: Array.from({ length: count }, (_, n) => ({ key: 'k', value: String(n) })) });

/** As somebody does who thinks that it only empties the topic. */
async function recreate(settings: KafkaLogSettings, name: string): Promise<void> {
  await admin.deleteTopics({ topics: [name] });
  for (let there = true; there; ) there = (await admin.listTopics()).includes(name);
  await openTopics(admin, topics, settings);
}

describe('the incarnation of a log on Kafka', () => {
  test('of several processes that open it at once for the first time, one gives the name; it stays', async () => {
    const settings = await newLog();
    await expect(open(settings, { create: false })).rejects.toThrow(LogUnavailable);
    const names = await Promise.all([open(settings), open(settings), open(settings)]);
    expect(new Set(names).size).toBe(1);
    await write(settings, 5);
    expect(await open(settings)).toBe(names[0]);
    expect(await open(settings, { create: false })).toBe(names[0]);
    expect(await open(await newLog())).not.toBe(names[0]);
  });

  test('a topic that was deleted and made anew is refused, in words', async () => {
    const settings = await newLog();
    await open(settings);
    await write(settings, 5);
    // Ends are noted again after an hour.
    await open(settings, { at: 2 * 3_600_000 });
    await recreate(settings, topicName(settings, brief));
    const refused = await open(settings).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LogRecreated);
    expect(String(refused)).toMatch(
      /suite_brief is not the one it was \(partition 0 had come to 5, and it ends at 0\).*another log\.prefix/,
    );
    await write(settings, 3);
    await expect(open(settings, { create: false })).rejects.toThrow(LogRecreated);
  });

  test('the log’s own topic that was deleted while the data stayed is refused: the same offsets would get another name', async () => {
    const settings = await newLog();
    await open(settings);
    await write(settings, 1);
    await recreate(settings, `${settings.prefix}.log`);
    await expect(open(settings)).rejects.toThrow(/\.log is empty, and topic \S+suite_brief is not: the former was deleted/);
  });

  test('a group that has come further than a topic’s end is refused', async () => {
    const settings = await newLog();
    await open(settings);
    await write(settings, 2);
    const partitions = [{ partition: 0, offset: '3' }];
    await admin.setOffsets({ groupId: `${settings.prefix}.store`, topic: topicName(settings, brief), partitions });
    await expect(open(settings)).rejects.toThrow(/group \S+\.store had come to 3 in partition 0, and it ends at 2/);
  });

  test('an own topic that another program wrote is refused', async () => {
    const settings = await newLog();
    await producer.send({ topic: `${settings.prefix}.log`, messages: [{ key: 'other', value: 'hello' }] });
    await expect(open(settings)).rejects.toThrow(/does not begin with a log's name/);
  });
});
