import type { Message, TopicMessages } from 'kafkajs';
import type { Outgoing } from '../contract.ts';
import { partitionOf } from '../partition.ts';
import type { TopicNames } from './topic-names.ts';
import { mostBatchBytes } from './wanted-topic.ts';

/** Bytes of one partition in one request, and of all together; a record larger than that goes alone. */
const partitionBytes = mostBatchBytes / 2;
const requestBytes = 16 * 2 ** 20;
/** What Kafka adds to a record, at most, in bytes. */
const recordOverhead = 64;

/** What is sent in one request. */
export type Slice = TopicMessages[];

/**
 * Records as they are sent, in order, each with its partition. In several requests where they are too many: kafkajs makes one batch of all that one
 * request has for a partition, and the servers refuse a batch above `mostBatchBytes`.
 * @throws RangeError for a partition that the topic does not have, or a time that is no number
 */
export function slicesOf(records: readonly Outgoing[], names: TopicNames): Slice[] {
  const slices: Slice[] = [];
  let byTopic = new Map<string, Message[]>();
  let bytes = new Map<string, number>();
  let all = 0;
  const cut = () => {
    if (byTopic.size > 0) slices.push([...byTopic].map(([topic, messages]) => ({ topic, messages })));
    [byTopic, bytes, all] = [new Map(), new Map(), 0];
  };
  for (const record of records) {
    const topic = names.of(record.topic);
    const message = messageOf(record, names);
    const place = `${topic} ${message.partition}`;
    const size = Buffer.byteLength(record.key) + (record.value?.length ?? 0) + recordOverhead;
    if (all > 0 && (all + size > requestBytes || (bytes.get(place) ?? 0) + size > partitionBytes)) cut();
    const messages = byTopic.get(topic) ?? [];
    if (messages.length === 0) byTopic.set(topic, messages);
    messages.push(message);
    bytes.set(place, (bytes.get(place) ?? 0) + size);
    all += size;
  }
  cut();
  return slices;
}

function messageOf({ topic, key, value, time, partition }: Outgoing, names: TopicNames): Message {
  if (!Number.isFinite(time)) throw new RangeError(`A record of "${topic.name}" has no time.`);
  if (partition !== undefined) names.check(topic, partition);
  return {
    key,
    value: value === null ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
    timestamp: String(Math.trunc(time)),
    partition: partition ?? partitionOf(key, names.partitions(topic)),
  };
}
