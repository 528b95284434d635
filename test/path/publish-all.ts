import mqtt, { type MqttClient } from 'mqtt';
import { password } from './test-city.ts';

export interface Sent {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** A client that does not come back by itself when its connection breaks. */
export function connect(url: string, clientId = 'publish-all'): Promise<MqttClient> {
  return mqtt.connectAsync(url, { username: 'vigie', password, protocolVersion: 4, clientId, reconnectPeriod: 0 });
}

/** Publishes in order at QoS 1 from one client; resolves when all are acknowledged. */
export async function publishAll(url: string, messages: readonly Sent[], clientId?: string): Promise<void> {
  const client = await connect(url, clientId);
  await Promise.all(messages.map(({ topic, payload }) => client.publishAsync(topic, Buffer.from(payload), { qos: 1 })));
  await client.endAsync();
}
