import { randomBytes } from 'node:crypto';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import type { KafkaLogSettings } from '../../packages/log/kafka/settings.ts';

const prefixes: string[] = [];

/** The Kafka that this run of the suites is for. */
function brokersOfThisRun(): string[] {
  const address = process.env['VIGIE_TEST_KAFKA'];
  if (address === undefined) throw new Error('VIGIE_TEST_KAFKA names no Kafka: npm run test:engines starts one.');
  return [address];
}

/** Names that no other test uses. */
export function ownLog(): KafkaLogSettings {
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  prefixes.push(prefix);
  return { brokers: brokersOfThisRun(), prefix, clientId: 'test' };
}

/** A client as anybody has it, to change behind Vigie's back what it looks at. */
export function outsider(brokers: readonly string[] = brokersOfThisRun()): Kafka {
  return new kafkajs.Kafka({ clientId: 'outsider', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
}

/** Removes what `ownLog` was made for. */
export function removeOwnLogs(admin: Admin): Promise<void> {
  return removeLogs(admin, prefixes);
}

/** Removes the topics: with thousands of them a small server becomes slow. */
export async function removeLogs(admin: Admin, prefixes: readonly string[]): Promise<void> {
  const topics = (await admin.listTopics()).filter((name) => prefixes.some((prefix) => name.startsWith(`${prefix}.`)));
  if (topics.length > 0) await admin.deleteTopics({ topics });
}
