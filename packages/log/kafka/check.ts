import kafkajs, { type Admin, type Kafka, type SASLOptions } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import { type Finding, wrong } from '../../observe/finding.ts';
import { checkGroups } from './check-groups.ts';
import { checkCluster, checkReachable } from './check-servers.ts';
import { checkTopics } from './check-topics.ts';
import { refusalOf } from './connection-words.ts';
import { orRightMissing, RightMissing } from './rights.ts';
import type { KafkaLogSettings } from './settings.ts';
import { serversOf } from './topics.ts';

/** Looks at the servers, the cluster, its topics and its groups. Changes nothing. */
export async function checkKafka(settings: KafkaLogSettings, topics: readonly Topic<unknown>[]): Promise<Finding[]> {
  const connectTo = (broker: string) => hastyClient(settings, [broker]).admin();
  const reachable = await checkReachable(settings.brokers, connectTo);
  if (!reachable.some(({ state }) => state === 'right')) return reachable;
  const admin = hastyClient(settings, settings.brokers).admin();
  try {
    await admin.connect();
    const cluster = await inWords('Kafka', settings, () => checkCluster(admin, settings.brokers, connectTo, serversOf(settings)));
    return [...reachable, ...cluster, ...(await checkContents(admin, topics, settings))];
  } finally {
    await admin.disconnect();
  }
}

/** One that gives up soon: a person waits. */
function hastyClient({ clientId, tls, sasl }: KafkaLogSettings, brokers: readonly string[]): Kafka {
  return new kafkajs.Kafka({
    clientId: `${clientId}-check`,
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { retries: 1, initialRetryTime: 200 },
    ...(tls === undefined ? {} : { ssl: { ...tls } }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
  });
}

/** The client's types want one shape for each mechanism. */
function saslOptions({ mechanism, username, password }: NonNullable<KafkaLogSettings['sasl']>): SASLOptions {
  return { mechanism, username, password } as SASLOptions;
}

async function checkContents(admin: Admin, topics: readonly Topic<unknown>[], settings: KafkaLogSettings): Promise<Finding[]> {
  return [
    ...(await inWords('topics', settings, () => checkTopics(admin, topics, settings))),
    ...(await inWords('groups', settings, () => checkGroups(admin, topics, settings))),
  ];
}

/** What cannot be looked at is a finding too. */
async function inWords(subject: string, settings: KafkaLogSettings, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const known = orRightMissing(error, settings.prefix, serversOf(settings));
    const { found, action } = known instanceof RightMissing ? known : refusalOf(error);
    return [wrong(subject, found, action)];
  }
}
