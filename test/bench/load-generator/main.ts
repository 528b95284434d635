import { once } from 'node:events';
import type { GatewayEvent } from '../../../packages/testkit/gateway-event.ts';
import { Publisher } from '../../../packages/testkit/publisher.ts';
import { evenly } from '../evenly.ts';
import { spentTime } from '../spent-time.ts';
import { threeValueTraffic } from '../three-value-traffic.ts';
import type { BuildOrder, SendOrder, Sent } from './orders.ts';

/** The load, in a process of its own: everything is built beforehand, each gateway has its own connection. Ends when its parent hangs up. */
const { broker, count, end, mostInFlight } = await nextOrder<BuildOrder>();
const events = threeValueTraffic(count, end).map(({ event }) => event);
const topics = [...new Set(events.map(({ topic }) => topic))];
const publishers = topics.map((topic) => ({ topic, publisher: openPublisher() }));

answer('ready');
for (let from = 0; from < count; ) {
  const { send, perSecond } = await nextOrder<SendOrder>();
  const next = events.slice(from, from + send);
  from += send;
  answer(await spentTime(() => (perSecond === undefined ? publish(next) : publishEvenly(next, perSecond))));
}
await Promise.all(publishers.map(({ publisher }) => publisher.close()));
process.disconnect();

function openPublisher(): Publisher {
  return new Publisher(broker, {
    mostInFlight: Math.ceil(mostInFlight / topics.length),
    trouble: (message) => console.warn(message),
    signal: new AbortController().signal,
  });
}

async function publish(next: readonly GatewayEvent[]): Promise<void> {
  const ofTopic = (wanted: string) => next.filter(({ topic }) => topic === wanted);
  await Promise.all(publishers.map(({ topic, publisher }) => publishAll(publisher, ofTopic(topic))));
}

/** In order, as fast as the PUBACKs come. */
async function publishAll(publisher: Publisher, events: readonly GatewayEvent[]): Promise<void> {
  for (const event of events) {
    if (!publisher.hasRoom) await publisher.until(() => publisher.hasRoom);
    publisher.publish(event, mustBeTaken);
  }
  await publisher.until(() => publisher.inFlight === 0);
}

/** So many a second, whichever gateway's turn it is; late where the broker holds them up. */
async function publishEvenly(events: readonly GatewayEvent[], perSecond: number): Promise<void> {
  const byTopic = new Map(publishers.map(({ topic, publisher }) => [topic, publisher]));
  for await (const n of evenly(perSecond, events.length)) {
    const event = events[n];
    const publisher = event && byTopic.get(event.topic);
    if (!publisher) continue;
    if (!publisher.hasRoom) await publisher.until(() => publisher.hasRoom);
    publisher.publish(event, mustBeTaken);
  }
  await Promise.all(publishers.map(({ publisher }) => publisher.until(() => publisher.inFlight === 0)));
}

function mustBeTaken(answer: 'acked' | 'refused'): void {
  if (answer === 'refused') throw new Error('The broker refused a message.');
}

async function nextOrder<T>(): Promise<T> {
  const [order] = await once(process, 'message');
  return order;
}

function answer(told: 'ready' | Sent): void {
  process.send?.(told);
}
