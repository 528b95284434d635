import type { ConnectionOptions } from 'node:tls';
import type { Topic } from '../../model/topics.ts';

/** Which Kafka, under which names, and who we are there. */
export interface KafkaLogSettings {
  /** `host:port` of some of the servers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** Topics and consumer groups are called `${prefix}.${name}`. */
  readonly prefix: string;
  readonly clientId: string;
  /** Absent: no TLS. Empty: TLS with the authorities that this machine trusts. */
  readonly tls?: Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'servername'>;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** Of the topics that are spread over several; absent: as each topic says. */
  readonly partitions?: number;
  /** In place of those of `model/topics.ts`; only tests set it. */
  readonly topics?: readonly Topic<unknown>[];
  /** Topics beside those of `model/topics.ts`: the suite's. */
  readonly extraTopics?: readonly Topic<unknown>[];
  /** False: whoever only reads makes no topic. */
  readonly create?: boolean;
  /** ms of silence after which the others of a group take this process's partitions; absent: 10 000. */
  readonly sessionTimeout?: number;
  /** ms; only tests set another. */
  readonly clock?: () => number;
}
