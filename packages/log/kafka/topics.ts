import { setTimeout as delay } from 'node:timers/promises';
import kafkajs, { type Admin, type DescribeConfigResponse, type ResourceConfigQuery } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import { LogUnavailable } from '../contract.ts';
import { errorTypes, orRightMissing } from './rights.ts';
import type { KafkaLogSettings } from './settings.ts';
import { type FoundTopic, faultLine, type Servers, type TopicFault, topicFaults } from './topic-faults.ts';
import { replication, type WantedTopic, wantedLogTopic, wantedTopic } from './wanted-topic.ts';

/** Topics are there but not as they must be; the message names each, what it is, what it should be, and the command that mends it. */
export class TopicsRefused extends Error {
  override readonly name = 'TopicsRefused';
}

export interface OpenTopics {
  /** False: whoever only reads makes nothing. */
  readonly create: boolean;
}

/**
 * Sees to it that every topic is there as it must be: makes what is missing, waits for its leaders, refuses what is otherwise.
 * Any number of processes may do it at once. The log's own topic (`log-topic.ts`) is among them.
 * @param admin connected.
 * @throws TopicsRefused; RightMissing; LogUnavailable when a leader does not come, or nothing is there yet and `create` is false.
 */
export async function openTopics(
  admin: Admin,
  topics: readonly Topic<unknown>[],
  settings: KafkaLogSettings,
  { create }: OpenTopics = { create: true },
): Promise<void> {
  const servers = serversOf(settings);
  try {
    const wanted = await wantedTopics(admin, topics, settings);
    await makeMissing(admin, wanted, create);
    await leadersOf(admin, wanted);
    const faults = await faultsOf(admin, wanted, servers);
    if (faults.length > 0) throw new TopicsRefused(faults.map(faultLine).join('\n'));
  } catch (error) {
    throw orRightMissing(error, settings.prefix, servers);
  }
}

/** All topics of this log as they must be on this cluster. */
export async function wantedTopics(admin: Admin, topics: readonly Topic<unknown>[], settings: KafkaLogSettings): Promise<WantedTopic[]> {
  const { brokers } = await admin.describeCluster();
  return [wantedLogTopic(settings, brokers.length), ...topics.map((topic) => wantedTopic(topic, settings, brokers.length))];
}

/** What is wrong with those that are there. */
export async function faultsOf(admin: Admin, wanted: readonly WantedTopic[], servers: Servers): Promise<TopicFault[]> {
  const found = await findTopics(admin, wanted);
  return wanted.flatMap((each) => {
    const topic = found.get(each.name);
    return topic === undefined ? [] : topicFaults(each, topic, servers);
  });
}

/** For the commands in our messages. */
export function serversOf({ brokers, tls, sasl }: KafkaLogSettings): Servers {
  return { brokers, guarded: tls !== undefined || sasl !== undefined };
}

async function makeMissing(admin: Admin, wanted: readonly WantedTopic[], create: boolean): Promise<void> {
  const there = new Set(await admin.listTopics());
  const missing = wanted.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return;
  if (!create) throw new LogUnavailable(`Topic ${missing[0]?.name} is not there yet: the processes that write make it when they start.`);
  const { brokers } = await admin.describeCluster();
  const { copies } = replication(brokers.length);
  const asked = missing.map(({ name, partitions, settings }) => ({
    topic: name,
    numPartitions: partitions,
    replicationFactor: copies,
    configEntries: settings.map((setting) => ({ name: setting.name, value: setting.value })),
  }));
  await admin.createTopics({ topics: asked, waitForLeaders: false, timeout: 15_000 }).catch(unlessOthersWereFaster);
}

/** One of several processes that start at once makes each topic. */
function unlessOthersWereFaster(error: unknown): void {
  const types = errorTypes(error).filter((type) => type !== 'TOPIC_ALREADY_EXISTS');
  const [type] = types;
  if (errorTypes(error).length > 0 && type === undefined) return;
  if (type === undefined || type.endsWith('_AUTHORIZATION_FAILED')) throw error;
  throw new TopicsRefused(
    `Kafka refuses to make topics: ${types.join(', ')}. Vigie needs Kafka 3.9 or newer; the servers' own log says more.`,
    { cause: error },
  );
}

const leaderPause = 100;
const leaderPatience = 30_000;

/** A topic that was just made has no leader for a moment, and not every server knows of it at once; nor does a leader know at once that it is one. */
async function leadersOf(admin: Admin, wanted: readonly WantedTopic[]): Promise<void> {
  const names = wanted.map(({ name }) => name);
  for (let waited = 0; waited < leaderPatience; waited += leaderPause) {
    const leaderless = await withoutLeader(admin, names);
    if (leaderless.length === 0) return;
    await delay(leaderPause);
  }
  throw new LogUnavailable(`Topic ${(await withoutLeader(admin, names))[0]} has a partition without a leader: is one of the servers away?`);
}

async function withoutLeader(admin: Admin, names: string[]): Promise<string[]> {
  const metadata = await admin.fetchTopicMetadata({ topics: names }).catch(unlessTooEarly);
  if (metadata === undefined) return names;
  const leaderless = metadata.topics.filter(({ partitions }) => partitions.length === 0 || partitions.some(({ leader }) => leader < 0));
  if (leaderless.length > 0) return leaderless.map(({ name }) => name);
  const offsets = await Promise.all(names.map((name) => admin.fetchTopicOffsets(name).catch(unlessTooEarly)));
  return names.filter((_, index) => offsets[index] === undefined);
}

function unlessTooEarly(error: unknown): undefined {
  if (!errorTypes(error).some((type) => tooEarly.has(type))) throw error;
}

const tooEarly = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION', 'REPLICA_NOT_AVAILABLE']);

async function findTopics(admin: Admin, wanted: readonly WantedTopic[]): Promise<Map<string, FoundTopic>> {
  const there = new Set(await admin.listTopics());
  const names = wanted.map(({ name }) => name).filter((name) => there.has(name));
  if (names.length === 0) return new Map();
  const partitions = await partitionCounts(admin, names);
  const settings = await settingsOf(admin, names);
  const found = new Map<string, FoundTopic>();
  for (const { name, partitions: count } of wanted) {
    const has = partitions.get(name);
    if (has === undefined) continue;
    const unused = has !== count && (await neverWritten(admin, name));
    found.set(name, { partitions: has, settings: settings.get(name) ?? new Map(), unused });
  }
  return found;
}

async function partitionCounts(admin: Admin, names: string[]): Promise<Map<string, number>> {
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

async function settingsOf(admin: Admin, names: readonly string[]): Promise<Map<string, Map<string, string>>> {
  const resources = names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name }));
  const described = await describedTopics(admin, resources);
  return new Map(
    described.resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}

/** Any of the servers answers, and one may not know yet of a topic that another has. */
async function describedTopics(admin: Admin, resources: ResourceConfigQuery[]): Promise<DescribeConfigResponse> {
  for (let waited = 0; waited < leaderPatience; waited += leaderPause) {
    const described = await admin.describeConfigs({ resources, includeSynonyms: false }).catch(unlessTooEarly);
    if (described !== undefined) return described;
    await delay(leaderPause);
  }
  throw new LogUnavailable('Not every server of Kafka knows of every topic: is one of them just starting?');
}

async function neverWritten(admin: Admin, name: string): Promise<boolean> {
  return (await admin.fetchTopicOffsets(name)).every(({ high }) => high === '0');
}
