import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import kafkajs, { type Admin, type Producer } from 'kafkajs';
import { LogUnavailable } from '../../packages/log/contract.ts';
import { openTopics, TopicsRefused } from '../../packages/log/kafka/topics.ts';
import { mostBatchBytes, partitionsOf, topicName } from '../../packages/log/kafka/wanted-topic.ts';
import { ages, brief, capped, letters, stock, suiteTopics } from '../../packages/log/suite/topics.ts';
import { topics } from '../../packages/model/topics.ts';
import { outsider, ownLog, removeOwnLogs } from './own-log.ts';

let admin: Admin;
let producer: Producer;

beforeAll(async () => {
  const kafka = outsider();
  admin = kafka.admin();
  producer = kafka.producer();
  await admin.connect();
  await producer.connect();
});
afterAll(async () => {
  await removeOwnLogs(admin);
  await producer.disconnect();
  await admin.disconnect();
});

async function settingsOf(name: string): Promise<Map<string, string>> {
  const { resources } = await admin.describeConfigs({
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
    includeSynonyms: false,
  });
  return new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]));
}

async function change(name: string, value: Record<string, string>): Promise<void> {
  const now = await settingsOf(name);
  for (const [setting, is] of Object.entries(value)) now.set(setting, is);
  const configEntries = [...now].map(([setting, is]) => ({ name: setting, value: is }));
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configEntries }] });
  // The controller has it; the server that is asked next learns of it a moment later.
  const asAsked = (is: ReadonlyMap<string, string>) => Object.entries(value).every(([setting, wanted]) => is.get(setting) === wanted);
  while (!asAsked(await settingsOf(name)));
}

describe('topics on the servers', () => {
  test('every topic of Vigie is made as it must be, and is accepted when opened again, by several processes at once', async () => {
    const settings = ownLog();
    const all = Object.values(topics);
    await Promise.all([1, 2, 3].map(() => openTopics(admin, all, settings)));
    await openTopics(admin, all, settings);
    const made = await admin.fetchTopicMetadata({ topics: all.map((topic) => topicName(settings, topic)) });
    expect(new Map(made.topics.map(({ name, partitions }) => [name, partitions.length]))).toEqual(
      new Map(all.map((topic) => [topicName(settings, topic), topic.partitions])),
    );
    expect((await settingsOf(`${settings.prefix}.register`)).get('cleanup.policy')).toBe('compact,delete');
    expect((await settingsOf(`${settings.prefix}.claims`)).get('cleanup.policy')).toBe('compact');
    expect((await settingsOf(`${settings.prefix}.messages`)).get('retention.ms')).toBe('-1');
  });

  test('a setting changes the number of partitions of the spread topics only', () => {
    expect(partitionsOf({ partitions: 2 }, topics.messages)).toBe(2);
    expect(partitionsOf({ partitions: 2 }, topics.register)).toBe(1);
    expect(partitionsOf({}, topics.messages)).toBe(topics.messages.partitions);
  });

  test('who only reads makes nothing, and is told to wait', async () => {
    const settings = ownLog();
    await expect(openTopics(admin, suiteTopics, settings, { create: false })).rejects.toThrow(LogUnavailable);
    expect((await admin.listTopics()).filter((name) => name.startsWith(settings.prefix))).toEqual([]);
    await openTopics(admin, suiteTopics, settings);
    await openTopics(admin, suiteTopics, settings, { create: false });
  });

  test.each([
    [
      'retention by time',
      brief,
      { 'retention.ms': '1000' },
      /suite_brief: is retention\.ms=1000; wants retention\.ms=-1\. .*kafka-configs\.sh .*--add-config 'retention\.ms=-1'/,
    ],
    ['retention by bytes', capped, { 'retention.bytes': '1000' }, /is retention\.bytes=1000; wants retention\.bytes=-1/],
    [
      'compaction',
      stock,
      { 'cleanup.policy': 'delete' },
      /is cleanup\.policy=delete; wants cleanup\.policy=compact\. .*--entity-name \S+suite_stock --add-config 'cleanup\.policy=compact'/,
    ],
    ['compaction with removal', ages, { 'cleanup.policy': 'compact' }, /--add-config 'cleanup\.policy=\[compact,delete\]'/],
    ['compaction lag', ages, { 'min.compaction.lag.ms': '5' }, /wants min\.compaction\.lag\.ms=60000 or more/],
    ['times', letters, { 'message.timestamp.type': 'LogAppendTime' }, /wants message\.timestamp\.type=CreateTime/],
    ['size of a batch', letters, { 'max.message.bytes': '1000' }, /wants max\.message\.bytes=\d+ or more/],
  ])('a topic with another %s is refused in words, with the command that mends it', async (_what, topic, wrong, words) => {
    const settings = ownLog();
    await openTopics(admin, [topic], settings);
    await change(topicName(settings, topic), wrong);
    const refused = await openTopics(admin, [topic], settings).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TopicsRefused);
    expect(String(refused)).toMatch(words);
  });

  test('more than is wanted is accepted where more does no harm', async () => {
    const settings = ownLog();
    await openTopics(admin, [ages], settings);
    await change(topicName(settings, ages), {
      'min.compaction.lag.ms': '600000',
      'max.message.bytes': '9000000',
      'segment.bytes': '30000000',
    });
    await openTopics(admin, [ages], settings);
  });

  test('another number of partitions: of an empty topic the command, of a used one the setting or a new log', async () => {
    const settings = ownLog();
    await openTopics(admin, [letters], settings);
    const opened = (partitions: number) => openTopics(admin, [letters], { ...settings, partitions });
    await expect(opened(5)).rejects.toThrow(
      /has 3 partitions; wants 5\. .*kafka-topics\.sh .*--alter --topic \S+suite_letters --partitions 5/,
    );
    await expect(opened(2)).rejects.toThrow(/has 3 partitions; wants 2\. It is empty.*--delete --topic \S+suite_letters/);
    await producer.send({ topic: topicName(settings, letters), messages: [{ value: 'one' }] });
    await expect(opened(5)).rejects.toThrow(/has 3 partitions; wants 5\. .*log\.partitions: 3.*log\.prefix/);
  });

  test('a record of an hour that is far ahead, and a batch of the largest size, are taken', async () => {
    const settings = ownLog();
    await openTopics(admin, [letters], settings);
    const topic = topicName(settings, letters);
    const messages = [{ value: 'early', timestamp: String(Date.now() + 30 * 24 * 3_600_000) }];
    await producer.send({ topic, messages });
    const half = Buffer.alloc(512 * 1024);
    const many = Array.from({ length: mostBatchBytes / half.length - 1 }, () => ({ value: half, partition: 0 }));
    await producer.send({ topic, messages: many });
  });
});
