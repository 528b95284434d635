import { setTimeout as delay } from 'node:timers/promises';
import { type LogRecord, LogUnavailable } from '../contract.ts';
import { Batch, type Cluster, earliest, type FetchedMessage, latest, readCommitted, readUncommitted } from './internals.ts';
import { orUnavailable } from './unavailable.ts';

/** One answer holds about this many bytes at most (and always one batch of records). */
const answerBytes = 8 * 2 ** 20;

/** Longer than the servers let a transaction stay open, ms. */
const settlingPatience = 75_000;
const settlingPause = 5;

/** Bytes of a record as long as none of its topic was seen, and of a record beside its key and value; of the smallest answer that is asked for. */
const usualBytes = 512;
const overhead = 20;
const leastBytes = 2 ** 16;

/** What stands in a partition from an offset on. */
export interface Fetched {
  readonly records: readonly LogRecord[];
  /** Offset to go on from: after the control records and removed records that follow `records`. */
  readonly next: number;
  /** Last stable offset: everything before it belongs to commits that have ended. */
  readonly end: number;
  /** Whether more is written, of commits that have not ended, or whose end is not written here yet. */
  readonly unsettled: boolean;
}

interface Look {
  readonly wait: number;
  readonly bytes: number;
  readonly again?: boolean;
}

/** Reads records of ended commits by offset, over connections of its own. Topics by their names on the servers. */
export class Reader {
  readonly #cluster: Cluster;
  readonly #known = new Set<string>();
  /** By topic: how large its records were of late. */
  readonly #recordBytes = new Map<string, number>();
  #connected: Promise<void> | undefined;
  #closed = false;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** One look; `wait`: ms to wait for something to come; `limit`: how many records are wanted, about, so that not many more are sent. Before what is kept it goes on where that begins. @throws LogUnavailable */
  async fetch(
    topic: string,
    partition: number,
    offset: number,
    { wait = 0, bytes = answerBytes, limit = Infinity } = {},
  ): Promise<Fetched> {
    const wanted = Math.max(leastBytes, limit * (this.#recordBytes.get(topic) ?? usualBytes));
    return this.#fetch(topic, partition, offset, { wait, bytes: Math.min(bytes, Math.ceil(wanted)) }).catch((error: unknown) => {
      if (error instanceof Error && isOutOfRange(error)) return this.#atTheEdge(topic, partition, offset, wait);
      throw error;
    });
  }

  async #atTheEdge(topic: string, partition: number, offset: number, wait: number): Promise<Fetched> {
    const [start, end] = await Promise.all([earliest, latest].map((at) => this.offsets(topic, [partition], at)));
    if (offset > (end?.get(partition) ?? 0)) await delay(wait);
    return { records: [], next: Math.max(offset, start?.get(partition) ?? 0), end: end?.get(partition) ?? 0, unsettled: false };
  }

  async #fetch(topic: string, partition: number, offset: number, { wait, bytes, again = false }: Look): Promise<Fetched> {
    return this.#ask(topic, async () => {
      const [node] = Object.keys(this.#cluster.findLeaderForPartitions(topic, [partition]));
      if (node === undefined) throw new RangeError(`Topic ${topic} has no partition ${partition}.`);
      const broker = await this.#cluster.findBroker({ nodeId: node });
      const { responses } = await broker.fetch({
        ...{ maxWaitTime: wait, minBytes: 1, maxBytes: bytes, isolationLevel: readCommitted },
        topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: bytes }] }],
      });
      const found = responses[0]?.partitions[0];
      // Servers that hold a client back (quotas) answer without any partition: that is not the end.
      if (!found) throw new LogUnavailable(`Kafka answers nothing about partition ${partition} of ${topic}.`);
      const { messages, rawMessages } = new Batch(topic, String(offset), found);
      const end = Number(found.lastStableOffset);
      // Only compaction leaves batches without records; before one is passed over it is asked for twice.
      if (rawMessages.length === 0 && offset < end && !again) return this.#fetch(topic, partition, offset, { wait, bytes, again: true });
      if (rawMessages.length > 0) this.#recordBytes.set(topic, averageBytes(rawMessages));
      const records = messages.map((message) => recordOf(partition, message));
      return { records, next: nextAfter(rawMessages, offset, end), end, unsettled: end < Number(found.highWatermark) };
    });
  }

  /** Resolves when everything that stands in the partition now belongs to commits that have ended; answers where it ends. @throws LogUnavailable */
  async settled(topic: string, partition: number): Promise<number> {
    const written = (await this.offsets(topic, [partition], latest, readUncommitted)).get(partition) ?? 0;
    for (let waited = 0; waited < settlingPatience; waited += settlingPause) {
      if (((await this.offsets(topic, [partition], latest)).get(partition) ?? 0) >= written) return written;
      await delay(settlingPause);
    }
    throw new LogUnavailable(`Kafka: a transaction on partition ${partition} of ${topic} does not end.`);
  }

  /**
   * Of each of the partitions: the offset at which it begins (`earliest`), ends for those who read what is committed (`latest`), or first reaches
   * a time, ms (-1: nothing is so young).
   */
  async offsets(topic: string, partitions: readonly number[], at: number, isolationLevel = readCommitted): Promise<Map<number, number>> {
    return this.#ask(topic, async () => {
      const byLeader = Object.entries(this.#cluster.findLeaderForPartitions(topic, partitions));
      const answers = byLeader.map(async ([nodeId, some]) => {
        const broker = await this.#cluster.findBroker({ nodeId });
        const asked = { topic, partitions: some.map((partition) => ({ partition, timestamp: at })) };
        const { responses } = await broker.listOffsets({ replicaId: -1, isolationLevel, topics: [asked] });
        return responses.flatMap((response) => response.partitions.map(({ partition, offset }) => [partition, Number(offset)] as const));
      });
      return new Map((await Promise.all(answers)).flat());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#cluster.disconnect();
  }

  /** A leader that has moved is looked for anew; once, then whoever asked waits and asks again. */
  async #ask<T>(topic: string, question: () => Promise<T>): Promise<T> {
    return orUnavailable(async () => {
      await this.#know(topic);
      try {
        return await question();
      } catch (error) {
        if (!(error instanceof Error) || this.#closed) throw error;
        if (error.name === outOfRange) throw error;
        await this.#cluster.refreshMetadata();
        return await question();
      }
    });
  }

  async #know(topic: string): Promise<void> {
    this.#connected ??= this.#cluster.connect().catch((error: unknown) => {
      this.#connected = undefined;
      throw error;
    });
    await this.#connected;
    if (!this.#known.has(topic)) await this.#cluster.addMultipleTargetTopics([topic]);
    this.#known.add(topic);
    await this.#cluster.refreshMetadataIfNecessary();
  }
}

const outOfRange = 'KafkaJSOffsetOutOfRange';

function isOutOfRange({ name, cause }: Error): boolean {
  return name === outOfRange || (cause instanceof Error && cause.name === outOfRange);
}

function averageBytes(messages: readonly FetchedMessage[]): number {
  const all = messages.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
  return all / messages.length + overhead;
}

function recordOf(partition: number, { offset, key, value, timestamp }: FetchedMessage): LogRecord {
  return { partition, offset: Number(offset), key: key?.toString('utf8') ?? '', value, time: Number(timestamp) };
}

/** After the batch of the last record; where every record of a batch was removed by compaction, one offset on. */
function nextAfter(raw: readonly FetchedMessage[], offset: number, end: number): number {
  const last = raw.at(-1);
  if (last === undefined) return Math.min(offset + 1, Math.max(offset, end));
  const { firstOffset, lastOffsetDelta } = last.batchContext;
  return Math.max(offset + 1, Number(firstOffset) + lastOffsetDelta + 1);
}
