import { randomBytes } from 'node:crypto';
import type { Admin, Producer } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import { LogUnavailable } from '../contract.ts';
import { committedOf } from './committed.ts';
import type { ReadPage } from './read-page.ts';
import type { KafkaLogSettings } from './settings.ts';
import type { OpenTopics } from './topics.ts';
import { topicName } from './wanted-topic.ts';

/** Topics that are not the ones this log was made with: an offset would be given twice. The message says which, and what to do. */
export class LogRecreated extends Error {
  override readonly name = 'LogRecreated';
}

interface LogTopic {
  readonly admin: Admin;
  readonly producer: Pick<Producer, 'send'>;
  readonly readPage: ReadPage;
  readonly settings: KafkaLogSettings;
  readonly topics: readonly Topic<unknown>[];
  readonly clock: () => number;
}

/** How far each topic had come, by its name: the next offset of each partition. */
type Ends = Readonly<Record<string, readonly number[]>>;

const hour = 3_600_000;

/**
 * The log's incarnation, from the first record of its own topic, written by whoever opens first; after a look at whether every topic is still
 * the one it was. Kafka gives the same offsets again in a topic that was deleted and made anew, and forgets its groups' offsets with it: so the
 * last record says how far each topic had come, an hour ago at most.
 * @throws LogRecreated; LogUnavailable when `create` is false and nobody has begun the log yet.
 */
export async function openIncarnation(log: LogTopic, { create }: OpenTopics = { create: true }): Promise<string> {
  // In this order: a group moves on meanwhile, and so does the end.
  const names = log.topics.map((topic) => topicName(log.settings, topic));
  const committed = await committedOf(log.admin, log.settings.prefix, names);
  const ends = await endsOf(log, names);
  const incarnation = (await readIncarnation(log)) ?? (await begin(log, ends, create));
  for (const { group, topic, partition, offset } of committed) {
    const end = ends[topic]?.[partition] ?? 0;
    if (offset > end) throw recreated(topic, `group ${group} had come to ${offset} in partition ${partition}, and it ends at ${end}`);
  }
  const before = await lastEnds(log);
  if (before !== undefined) refuseShorter(before.ends, ends);
  if (create && (before === undefined || isOld(before, ends, log.clock()))) await note(log, ends);
  return incarnation;
}

async function begin(log: LogTopic, ends: Ends, create: boolean): Promise<string> {
  const [written] = Object.entries(ends).find(([, offsets]) => offsets.some((offset) => offset > 0)) ?? [];
  if (written !== undefined) {
    // Another process may have begun the log and written to it while this one looked.
    const begun = await readIncarnation(log);
    if (begun !== undefined) return begun;
    throw new LogRecreated(
      `Topic ${logTopicName(log)} is empty, and topic ${written} is not: the former was deleted, and message ids would be given twice. ${remedy}`,
    );
  }
  if (!create) throw new LogUnavailable('The log is empty: the processes that write begin it when they start.');
  const value = JSON.stringify({ incarnation: randomBytes(8).toString('hex') });
  await send(log, 'incarnation', value);
  const incarnation = await readIncarnation(log);
  if (incarnation === undefined) throw new LogUnavailable(`What was just written to topic ${logTopicName(log)} cannot be read yet.`);
  return incarnation;
}

async function readIncarnation(log: LogTopic): Promise<string | undefined> {
  const [first] = await log.readPage(logTopicName(log), 0, 0, 1);
  if (first === undefined) return undefined;
  const { incarnation } = objectOf(first.value);
  if (first.offset === 0 && typeof incarnation === 'string' && /^[0-9A-Za-z_-]{8,64}$/.test(incarnation)) return incarnation;
  throw new LogRecreated(
    `Topic ${logTopicName(log)} does not begin with a log's name: it is another program's, or was shortened. ${remedy}`,
  );
}

async function lastEnds(log: LogTopic): Promise<{ ends: Ends; time: number } | undefined> {
  const [end = 0] = (await endsOf(log, [logTopicName(log)]))[logTopicName(log)] ?? [];
  const [last] = end > 1 ? await log.readPage(logTopicName(log), 0, end - 1, 1) : [];
  return last === undefined ? undefined : { ends: endsIn(last.value), time: last.time };
}

function isOld(before: { ends: Ends; time: number }, ends: Ends, now: number): boolean {
  return now - before.time > hour || Object.keys(ends).some((topic) => before.ends[topic] === undefined);
}

async function note(log: LogTopic, ends: Ends): Promise<void> {
  await send(log, 'ends', JSON.stringify({ ...(await lastEnds(log))?.ends, ...ends }));
}

function refuseShorter(before: Ends, ends: Ends): void {
  for (const [topic, offsets] of Object.entries(before)) {
    // Not among this process's topics: another version's.
    const now = ends[topic];
    if (now === undefined) continue;
    offsets.forEach((offset, partition) => {
      const end = now[partition] ?? 0;
      if (end < offset) throw recreated(topic, `partition ${partition} had come to ${offset}, and it ends at ${end}`);
    });
  }
}

async function endsOf({ admin }: LogTopic, names: readonly string[]): Promise<Ends> {
  // All at once: one after the other, some twenty topics take ten seconds of a busy cluster.
  const found = await Promise.all(names.map(async (name) => [name, await admin.fetchTopicOffsets(name)] as const));
  const inOrder = (offsets: readonly { partition: number; high: string }[]) =>
    offsets.toSorted((a, b) => a.partition - b.partition).map(({ high }) => Number(high));
  return Object.fromEntries(found.map(([name, offsets]) => [name, inOrder(offsets)]));
}

function recreated(topic: string, how: string): LogRecreated {
  return new LogRecreated(
    `Topic ${topic} is not the one it was (${how}): it was deleted and made anew, or lost its end, and message ids would be given twice. ${remedy}`,
  );
}

const remedy = 'Begin a new log with another log.prefix, or put the topics back from a copy of the servers’ disks.';

async function send({ producer, clock, ...log }: LogTopic, key: string, value: string): Promise<void> {
  const messages = [{ key, value, partition: 0, timestamp: String(clock()) }];
  await producer.send({ topic: logTopicName(log), acks: -1, messages });
}

const logTopicName = ({ settings }: Pick<LogTopic, 'settings'>) => `${settings.prefix}.log`;

function endsIn(value: Uint8Array | null): Ends {
  const isOffsets = (offsets: unknown): offsets is number[] => Array.isArray(offsets) && offsets.every(Number.isSafeInteger);
  const found: Record<string, number[]> = {};
  for (const [topic, offsets] of Object.entries(objectOf(value))) if (isOffsets(offsets)) found[topic] = offsets;
  return found;
}

/** What cannot be read says nothing. */
function objectOf(value: Uint8Array | null): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(Buffer.from(value ?? []).toString('utf8'));
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
