import type { Topic } from '../../model/topics.ts';
import type { KafkaLogSettings } from './settings.ts';
import { partitionsOf, topicName } from './wanted-topic.ts';

/** What the topics of one log are called on the servers, and how many partitions they have. */
export class TopicNames {
  readonly #settings: KafkaLogSettings;

  readonly #known: ReadonlyMap<string, number[]>;

  constructor(settings: KafkaLogSettings, topics: readonly Topic<unknown>[]) {
    this.#settings = settings;
    this.#known = new Map(topics.map((topic) => [this.of(topic), this.all(topic)]));
  }

  of(topic: Pick<Topic<unknown>, 'name'>): string {
    return topicName(this.#settings, topic);
  }

  /** Every partition's number, of a topic by its name on the servers. */
  allOf(name: string): number[] {
    return this.#known.get(name) ?? [];
  }

  /** Of a consumer group. */
  group(group: string): string {
    return `${this.#settings.prefix}.${group}`;
  }

  partitions(topic: Topic<unknown>): number {
    return partitionsOf(this.#settings, topic);
  }

  /** Every partition's number. */
  all(topic: Topic<unknown>): number[] {
    return Array.from({ length: this.partitions(topic) }, (_, partition) => partition);
  }

  /** @throws RangeError */
  check(topic: Topic<unknown>, partition: number): void {
    const count = this.partitions(topic);
    if (Number.isInteger(partition) && partition >= 0 && partition < count) return;
    throw new RangeError(`Topic "${topic.name}" has ${count} partitions; ${partition} is none of them.`);
  }
}
