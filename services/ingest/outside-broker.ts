import { readFileSync } from 'node:fs';
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { LogLines } from '../../packages/observe/log-line.ts';
import { sources } from '../../packages/sources/index.ts';
import { brokerTls } from './broker-tls.ts';
import { type BrokerSettings, clientIdOf, type SourceSettings } from './config.ts';
import type { Accept } from './embedded-broker.ts';
import { events } from './events.ts';

export interface OutsideBroker {
  close(): Promise<void>;
}

/** Subscribes to a city's broker at QoS 1 with a lasting session, and acknowledges each publish when the log holds it, many in flight (truth 1). */
export function openOutsideBroker(source: SourceSettings, broker: BrokerSettings, accept: Accept, lines: LogLines): OutsideBroker {
  const client = mqtt.connect(broker.url, clientOptions(source, broker));
  acknowledgeLate(client, accept, broker.mostUnacknowledged);
  client.on('connect', ({ sessionPresent }) => {
    // Also at the very first connection. Later it means that the broker has lost what it kept for us: counter gaps say which frames.
    if (sessionPresent) lines.say('info', events.connected, { source: source.name });
    else lines.say('warn', events.sessionLost, { source: source.name });
    // rh 1: what is retained comes with a new subscription only, not with every reconnection (MQTT 5 §3.8.3.1).
    client.subscribe(filtersOf(source), { qos: 1, rh: 1 }, (error) => {
      if (!error || client.disconnecting) return;
      lines.say('warn', events.disconnected, { source: source.name, detail: 'the broker refused the subscription; trying again' });
      client.stream.destroy();
    });
  });
  client.on('close', () => lines.say('warn', events.disconnected, { source: source.name }));
  client.on('error', (error) => lines.say('warn', events.disconnected, { source: source.name, error: error.name }));
  return { close: () => leave(client) };
}

/** ms that a broker has to take leave; one that says nothing any more is left all the same. */
const politeness = 5_000;

async function leave(client: MqttClient): Promise<void> {
  const impatient = setTimeout(() => client.end(true), politeness);
  await client.endAsync();
  clearTimeout(impatient);
}

export function filtersOf(source: SourceSettings): string[] {
  return source.topics ?? [...(sources[source.format]?.subscriptions(source.stream) ?? [])];
}

function clientOptions(source: SourceSettings, broker: BrokerSettings): IClientOptions {
  const { mostUnacknowledged, sessionExpirySeconds } = broker;
  return {
    clientId: clientIdOf(source, broker),
    clean: false,
    protocolVersion: broker.protocolVersion,
    reconnectPeriod: 1_000,
    resubscribe: false,
    ...secretsOf(broker),
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.protocolVersion === 5
      ? { properties: { receiveMaximum: mostUnacknowledged, sessionExpiryInterval: sessionExpirySeconds } }
      : {}),
  };
}

/** What is read from files. @throws what the file system says of one that cannot be read */
export function secretsOf(broker: BrokerSettings): IClientOptions {
  const { passwordFile } = broker;
  return { ...brokerTls(broker), ...(passwordFile === undefined ? {} : { password: readFileSync(passwordFile, 'utf8').trim() }) };
}

/** Part of the client that its types leave out; a test runs it against the installed version. */
interface PacketSender {
  _sendPacket(packet: { cmd: 'puback'; messageId: number; reasonCode: number }): void;
}

/**
 * The client handles packets one after another and acknowledges each when its handler calls back. Called back with an error it goes on to the
 * next without acknowledging; the PUBACK is ours to send, on the connection that brought the message and on no other. At `most` in flight the
 * call back waits, so that the connection is read no further, whatever the QoS.
 */
function acknowledgeLate(client: MqttClient, accept: Accept, most: number): void {
  let connection = 0;
  let inFlight = 0;
  let readOn: (() => void) | undefined;
  const taken = () => {
    inFlight -= 1;
    readOn?.();
    readOn = undefined;
  };
  client.on('close', () => {
    connection += 1;
  });
  client.handleMessage = (packet: IPublishPacket, callback: (error?: Error) => void) => {
    const broughtBy = connection;
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    inFlight += 1;
    accept({ topic: packet.topic, payload, retained: packet.retain === true }).then(
      () => {
        taken();
        if (packet.qos === 1 && packet.messageId !== undefined && broughtBy === connection && client.connected) {
          (client as unknown as PacketSender)._sendPacket({ cmd: 'puback', messageId: packet.messageId, reasonCode: 0 });
        }
      },
      // Vigie stops while the log cannot write: without a PUBACK the broker brings the message again.
      taken,
    );
    if (inFlight < most) callback(notYet);
    else readOn = () => callback(notYet);
  };
}

const notYet = new Error('acknowledged when the log holds it');
