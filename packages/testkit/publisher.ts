import { randomBytes } from 'node:crypto';
import mqtt, { type MqttClient } from 'mqtt';
import type { GatewayEvent } from './gateway-event.ts';

export interface BrokerAddress {
  /** e.g. `mqtt://localhost:1883`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** 4 (MQTT 3.1.1) when absent. */
  readonly protocolVersion?: 4 | 5;
}

/** What the broker answered: it holds the message, or it will not take it (MQTT 5 reason codes from 128). */
export type PublishAnswer = 'acked' | 'refused';

interface PublisherOptions {
  /** At most this many publishes wait for their PUBACK; fewer when the broker asks for fewer. */
  readonly mostInFlight: number;
  /** Told in words what is wrong with the connection, each trouble once until it stands again. */
  readonly trouble: (message: string) => void;
  readonly signal: AbortSignal;
}

const firstWait = 250;
const longestWait = 5_000;

/** CONNACK codes that trying again does not change, in MQTT 3.1.1 and 5: protocol version, client id, credentials, authorisation. */
const finalRefusals = new Set<unknown>([1, 2, 4, 5, 132, 133, 134, 135]);

/** The broker refuses the connection for a reason that waiting does not change. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
}

/**
 * Publishes at QoS 1 with many in flight, through reconnections, for ever: what has no PUBACK when a connection breaks is sent again by the
 * client at the next one. Waits between attempts double from 0.25 s to 5 s.
 */
export class Publisher {
  readonly #client: MqttClient;
  readonly #options: PublisherOptions;
  #limit: number;
  #inFlight = 0;
  #ready = false;
  #closed = false;
  #connections = 0;
  #refusal: ConnectionRefused | undefined;
  readonly #told = new Set<string>();
  wakened: (() => void)[] = [];

  constructor({ url, protocolVersion = 4, ...credentials }: BrokerAddress, options: PublisherOptions) {
    this.#options = options;
    this.#limit = options.mostInFlight;
    this.#client = mqtt.connect(url, {
      ...credentials,
      protocolVersion,
      clientId: `vigie-simulator-${randomBytes(4).toString('hex')}`,
      keepalive: 15,
      connectTimeout: 10_000,
      reconnectPeriod: firstWait,
      reconnectOnConnackError: true,
    });
    this.#follow();
    options.signal.addEventListener('abort', this.wake, { once: true });
  }

  /** Connected, and fewer in flight than allowed. */
  get hasRoom(): boolean {
    return this.#ready && this.#inFlight < this.#limit;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get reconnections(): number {
    return Math.max(0, this.#connections - 1);
  }

  /** Call it when there is room. `answered` is called once, or never when the publisher is closed first. */
  publish(event: GatewayEvent, answered: (answer: PublishAnswer) => void): void {
    this.#inFlight += 1;
    this.#send(event, (answer) => {
      this.#inFlight -= 1;
      answered(answer);
      this.wake();
    });
  }

  /**
   * Waits until `condition` holds; it is looked at after each answer of the broker, at each end or beginning of a connection, and when
   * the signal aborts.
   * @throws ConnectionRefused when the broker will not have us.
   */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#refusal) throw this.#refusal;
      await new Promise<void>((resolve) => this.wakened.push(resolve));
    }
  }

  /** Says goodbye when nothing is in flight, hangs up otherwise. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#options.signal.removeEventListener('abort', this.wake);
    await this.#client.endAsync(this.#inFlight > 0 || !this.#ready);
  }

  #send(event: GatewayEvent, answered: (answer: PublishAnswer) => void): void {
    this.#client.publish(event.topic, event.payload, { qos: 1 }, (error) => {
      if (this.#closed) return;
      if (!error) answered('acked');
      else if (reasonOf(error) !== undefined) answered('refused');
      // Not sent for want of a connection. Later, because the client is in the middle of emptying its queue.
      else setImmediate(() => this.#send(event, answered));
    });
  }

  #follow(): void {
    const client = this.#client;
    client.on('connect', ({ properties }) => {
      this.#connections += 1;
      this.#ready = true;
      this.#told.clear();
      this.#limit = Math.min(this.#options.mostInFlight, properties?.receiveMaximum ?? this.#options.mostInFlight);
      client.options.reconnectPeriod = firstWait;
      this.wake();
    });
    client.on('close', () => {
      this.#ready = false;
      client.options.reconnectPeriod = Math.min(2 * (client.options.reconnectPeriod ?? firstWait), longestWait);
      if (!this.#closed) this.#say('The connection to the broker is closed; trying again.');
      this.wake();
    });
    client.on('error', (error) => this.#failed(error));
  }

  #failed(error: Error): void {
    const reason = reasonOf(error);
    if (this.#connections === 0 && finalRefusals.has(reason)) {
      this.#refusal = new ConnectionRefused(
        `The broker refuses the connection (code ${reason}). Check user name, password and MQTT version (4 or 5).`,
      );
      this.wake();
    } else this.#say(`The broker cannot be reached (${String((error as NodeJS.ErrnoException).code ?? error.name)}); trying again.`);
  }

  #say(trouble: string): void {
    if (!this.#told.has(trouble)) this.#options.trouble(trouble);
    this.#told.add(trouble);
  }

  /** Lets those who wait look again at what they wait for. */
  readonly wake = (): void => {
    const wakened = this.wakened;
    this.wakened = [];
    for (const resolve of wakened) resolve();
  };
}

/** The number by which MQTT says why. */
function reasonOf(error: Error): number | undefined {
  return 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
