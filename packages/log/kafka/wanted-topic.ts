import type { Topic } from '../../model/topics.ts';
import type { KafkaLogSettings } from './settings.ts';

/** A topic as it must stand on the servers. */
export interface WantedTopic {
  /** Its name there: `${prefix}.${name}`. */
  readonly name: string;
  readonly partitions: number;
  readonly settings: readonly WantedSetting[];
}

/** One setting of a topic, in Kafka's own words. */
export interface WantedSetting {
  readonly name: string;
  readonly value: string;
  /** Must it stand exactly so, or may it be more, or is it a start that an operator may change? */
  readonly rule: 'exactly' | 'at least' | 'at first';
}

/** Records of one batch may take so much together, in bytes: eight of the largest values. The broker refuses larger ones. */
export const mostBatchBytes = 4 * 2 ** 20;

/** For ever, to Kafka. */
const forEver = '-1';
const anyLength = '9223372036854775807';
const hour = 3_600_000;
const day = 24 * hour;
const mib = 2 ** 20;

type Spread = Pick<KafkaLogSettings, 'prefix' | 'partitions'>;

/** What the topic is called on the servers. */
export function topicName({ prefix }: Pick<KafkaLogSettings, 'prefix'>, { name }: Pick<Topic<unknown>, 'name'>): string {
  return `${prefix}.${name}`;
}

/** How many partitions a topic has: a setting changes the spread ones only. */
export function partitionsOf({ partitions }: Pick<KafkaLogSettings, 'partitions'>, topic: Topic<unknown>): number {
  return topic.partitions === 1 ? 1 : (partitions ?? topic.partitions);
}

/** How many servers hold a copy of a topic, and how many must have a record before it counts as written. */
export function replication(brokers: number): { copies: number; inSync: number } {
  const copies = Math.min(3, brokers);
  return { copies, inSync: copies === 3 ? 2 : 1 };
}

/** How this topic must stand on a cluster of so many servers. DECISIONS.md says why each setting is what it is. */
export function wantedTopic(topic: Topic<unknown>, settings: Spread, brokers: number): WantedTopic {
  const partitions = partitionsOf(settings, topic);
  const keeping = topic.compacted ? compaction(topic) : removal(topic, partitions);
  return { name: topicName(settings, topic), partitions, settings: [...keeping, ...always(brokers)] };
}

/** The topic whose first record names the log, and whose last one says how far each topic had come. */
export function wantedLogTopic(settings: Spread, brokers: number): WantedTopic {
  const kept = [exactly('cleanup.policy', 'delete'), exactly('retention.ms', forEver), exactly('retention.bytes', forEver)];
  return { name: `${settings.prefix}.log`, partitions: 1, settings: [...kept, ...always(brokers)] };
}

function always(brokers: number): WantedSetting[] {
  return [
    atLeast('max.message.bytes', mostBatchBytes),
    exactly('message.timestamp.type', 'CreateTime'),
    // Kafka 4 refuses records an hour ahead of its own clock unless told otherwise: a stepped clock would stop the path (truth 7).
    exactly('message.timestamp.after.max.ms', anyLength),
    exactly('message.timestamp.before.max.ms', anyLength),
    exactly('unclean.leader.election.enable', 'false'),
    atLeast('min.insync.replicas', replication(brokers).inSync),
  ];
}

/** Removed by `sweep` alone: the servers do not know what a group has not committed yet. Whole segments leave the disk, so they are small. */
function removal({ retention }: Topic<unknown>, partitions: number): WantedSetting[] {
  const share = retention.bytes === null ? Number.POSITIVE_INFINITY : retention.bytes / partitions / 8;
  const age = retention.time === null ? Number.POSITIVE_INFINITY : retention.time / 8;
  return [
    exactly('cleanup.policy', 'delete'),
    exactly('retention.ms', forEver),
    exactly('retention.bytes', forEver),
    atFirst('segment.bytes', between(16 * mib, share, 256 * mib)),
    atFirst('segment.ms', between(hour, age, 7 * day)),
  ];
}

/** With a history `sweep` removes what was replaced long enough ago from the beginning, which Kafka allows only where `delete` stands too. */
function compaction({ history }: Topic<unknown>): WantedSetting[] {
  return [
    exactly('cleanup.policy', history === undefined ? 'compact' : 'compact,delete'),
    exactly('retention.ms', forEver),
    exactly('retention.bytes', forEver),
    atLeast('min.compaction.lag.ms', history ?? 0),
    atLeast('delete.retention.ms', Math.max(7 * day, history ?? 0)),
    atFirst('segment.bytes', 16 * mib),
    atFirst('segment.ms', hour),
    { name: 'min.cleanable.dirty.ratio', value: '0.2', rule: 'at first' },
  ];
}

const between = (least: number, n: number, most: number) => Math.round(Math.max(least, Math.min(n, most)));
const exactly = (name: string, value: string): WantedSetting => ({ name, value, rule: 'exactly' });
const atLeast = (name: string, value: number): WantedSetting => ({ name, value: String(value), rule: 'at least' });
const atFirst = (name: string, value: number): WantedSetting => ({ name, value: String(value), rule: 'at first' });
