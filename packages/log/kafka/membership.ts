import type { Consumer, Kafka } from 'kafkajs';
import { LogUnavailable } from '../contract.ts';
import { aborted } from './ahead.ts';
import { orUnavailable } from './unavailable.ts';

interface Membership {
  readonly kafka: Kafka;
  readonly group: string;
  /** Its name on the servers. */
  readonly topic: string;
  /** ms of silence after which the servers give our partitions to others. */
  readonly sessionTimeout: number;
  /** Told of the partitions that are this process's from now on. */
  assigned(partitions: readonly number[]): void;
}

/**
 * This process's place in a consumer group, which spreads a topic's partitions over its members, until `signal` aborts; then it is left, so that the
 * others take over at once. kafkajs's consumer is used for that alone: it is paused, and reads nothing.
 * @throws LogUnavailable when the group is lost, or is not heard of for too long
 */
export async function belong(membership: Membership, signal: AbortSignal): Promise<void> {
  const consumer = consumerOf(membership);
  const watch = new AbortController();
  try {
    await orUnavailable(async () => {
      const lost = losing(consumer, membership, watch.signal);
      await Promise.race([lost, join(consumer, membership)]);
      await Promise.race([lost, aborted(signal)]);
    });
  } finally {
    watch.abort();
    await consumer.disconnect();
  }
}

function consumerOf({ kafka, group, sessionTimeout }: Membership): Consumer {
  return kafka.consumer({
    ...{ groupId: group, sessionTimeout, rebalanceTimeout: 2 * sessionTimeout, heartbeatInterval: Math.floor(sessionTimeout / 10) },
    // It reads nothing, so that this is how long it sleeps between two looks at whether a heartbeat is due.
    maxWaitTimeInMs: 100,
    allowAutoTopicCreation: false,
    retry: { retries: 5, restartOnFailure: async () => false },
  });
}

async function join(consumer: Consumer, { topic, assigned }: Membership): Promise<void> {
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    consumer.pause([{ topic }]);
    assigned(payload.memberAssignment[topic] ?? []);
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch: async () => {} });
}

/** Rejects when the client gives up, or the servers have not been heard of for three times the session. */
function losing(consumer: Consumer, { group, sessionTimeout }: Membership, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    let heard = Date.now();
    const hear = () => {
      heard = Date.now();
    };
    consumer.on(consumer.events.HEARTBEAT, hear);
    consumer.on(consumer.events.GROUP_JOIN, hear);
    consumer.on(consumer.events.CRASH, ({ payload }) =>
      reject(new LogUnavailable(`Kafka: ${payload.error.message}`, { cause: payload.error })),
    );
    const looking = setInterval(() => {
      if (Date.now() - heard > 3 * sessionTimeout) reject(new LogUnavailable(`Kafka: group ${group} has not been heard of for too long.`));
    }, sessionTimeout / 2);
    signal.addEventListener('abort', () => clearInterval(looking));
  });
}
