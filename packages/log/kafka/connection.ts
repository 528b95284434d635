import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';
import type { KafkaLogSettings } from './settings.ts';

/** kafkajs for these settings; what it would write to the console goes nowhere: what matters reaches us as errors. */
export function connection({ brokers, clientId, tls, sasl }: KafkaLogSettings): Kafka {
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 20, maxRetryTime: 2_000, retries: 8 },
    ...(tls ? { ssl: tls } : {}),
    ...(sasl ? { sasl: sasl as NonNullable<KafkaConfig['sasl']> } : {}),
  };
  return new kafkajs.Kafka(config);
}
