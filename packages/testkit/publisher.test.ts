import { expect, test } from '@jest/globals';
import { Publisher } from './publisher.ts';
import { startTestBroker } from './test-broker.ts';

const event = { topic: 'eu868/gateway/0016c001ff000001/event/up', payload: Buffer.from('frame') };
const quiet = { trouble: () => undefined, signal: AbortSignal.timeout(25_000) };

test('there is room for so many publishes in flight, and again for each that is answered', async () => {
  await using broker = await startTestBroker();
  const publisher = new Publisher(broker, { ...quiet, mostInFlight: 25 });
  expect(publisher.hasRoom).toBe(false);
  await publisher.until(() => publisher.hasRoom);
  const answers: string[] = [];
  let published = 0;
  for (; publisher.hasRoom; published++) publisher.publish(event, (answer) => answers.push(answer));
  expect([published, publisher.inFlight, answers]).toEqual([25, 25, []]);
  await publisher.until(() => publisher.hasRoom);
  await publisher.until(() => publisher.inFlight === 0);
  expect(answers).toEqual(Array(25).fill('acked'));
  await publisher.close();
});

test('there is no room while the connection is broken', async () => {
  const broker = await startTestBroker();
  const publisher = new Publisher(broker, { ...quiet, mostInFlight: 25 });
  await publisher.until(() => publisher.hasRoom);
  await broker[Symbol.asyncDispose]();
  await publisher.until(() => !publisher.hasRoom);
  await using again = await startTestBroker({ port: broker.port });
  await publisher.until(() => publisher.hasRoom);
  expect([publisher.reconnections, again.port]).toEqual([1, broker.port]);
  await publisher.close();
});

test('after closing nobody is answered any more', async () => {
  await using broker = await startTestBroker({ holdsPubacks: true });
  const publisher = new Publisher(broker, { ...quiet, mostInFlight: 5 });
  await publisher.until(() => publisher.hasRoom);
  const answers: string[] = [];
  publisher.publish(event, (answer) => answers.push(answer));
  await broker.held(1);
  await publisher.close();
  expect([answers, publisher.inFlight]).toEqual([[], 1]);
});
