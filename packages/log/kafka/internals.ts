import { createRequire } from 'node:module';
import type { Kafka } from 'kafkajs';

/**
 * The one place that uses kafkajs behind its public face: it has no way to read a partition from an offset without a group, nor to ask for the
 * last stable offset. A test holds these shapes against the installed version.
 */
const require = createRequire(import.meta.url);

export interface FetchedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** ms. */
  readonly timestamp: string;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly firstOffset: string; readonly lastOffsetDelta: number };
}

export interface FetchedPartition {
  readonly partition: number;
  readonly lastStableOffset: string;
  readonly highWatermark: string;
  readonly abortedTransactions: unknown;
  readonly messages: readonly FetchedMessage[];
}

interface TopicRequest<P> {
  readonly topic: string;
  readonly partitions: readonly P[];
}

interface Broker {
  fetch(request: {
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    isolationLevel: number;
    topics: TopicRequest<{ partition: number; fetchOffset: string; maxBytes: number }>[];
  }): Promise<{ responses: { topicName: string; partitions: FetchedPartition[] }[] }>;
  listOffsets(request: {
    replicaId: number;
    isolationLevel: number;
    topics: TopicRequest<{ partition: number; timestamp: string | number }>[];
  }): Promise<{ responses: { topic: string; partitions: { partition: number; offset: string }[] }[] }>;
}

/** kafkajs's connections to the servers of one cluster. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, number[]>>;
  findBroker(node: { nodeId: string }): Promise<Broker>;
}

export const readUncommitted = 0;
export const readCommitted = 1;
export const earliest = -2;
export const latest = -1;

/** Connections of their own: a fetch that waits holds up every later fetch of the same ones. */
export function clusterOf(kafka: Kafka): Cluster {
  const create = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === 'private:Kafka:createCluster');
  const make = create && (kafka as unknown as Record<symbol, unknown>)[create];
  if (typeof make !== 'function') throw new Error('The installed kafkajs is not the version that Vigie was made for (2.2).');
  return make({ metadataMaxAge: 300_000, allowAutoTopicCreation: false, isolationLevel: readCommitted }) as Cluster;
}

type BatchClass = new (
  topic: string,
  fetchedOffset: string,
  partition: FetchedPartition,
) => { readonly messages: readonly FetchedMessage[]; readonly rawMessages: readonly FetchedMessage[] };

/** Leaves out control records, and those of aborted transactions. */
export const Batch = require('kafkajs/src/consumer/batch') as BatchClass;
