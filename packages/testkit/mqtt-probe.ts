import mqtt from 'mqtt';
import type { BrokerAddress } from './publisher.ts';

export interface ProbedMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retained: boolean;
}

/** A subscriber that keeps all it is sent. */
export interface MqttProbe {
  readonly messages: readonly ProbedMessage[];
  /** Resolves once `condition` holds of the messages received so far; it is looked at after each. */
  until(condition: (messages: readonly ProbedMessage[]) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error when the broker cannot be reached or refuses the subscription. */
export async function probe({ url, protocolVersion = 4, ...credentials }: BrokerAddress, filters: string[]): Promise<MqttProbe> {
  const client = await mqtt.connectAsync(url, { ...credentials, protocolVersion });
  const messages: ProbedMessage[] = [];
  const waiting: (() => void)[] = [];
  client.on('message', (topic, payload, { retain }) => {
    messages.push({ topic, payload, retained: retain });
    for (const look of waiting.splice(0)) look();
  });
  await client.subscribeAsync(filters, { qos: 1 });
  return {
    messages,
    until: async (condition) => {
      while (!condition(messages)) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    close: () => client.endAsync(),
  };
}
