import { setTimeout as delay } from 'node:timers/promises';
import { createNodeAes } from '../lorawan/node-aes.ts';
import { pause } from '../stage/back-off.ts';
import { Pace } from './pace.ts';
import { Publisher } from './publisher.ts';
import { simulatedCity } from './simulated-city.ts';
import { checkOptions, type SimulationOptions } from './simulation-options.ts';
import { type Planned, Traffic } from './traffic.ts';
import { TrafficRecord } from './traffic-record.ts';
import type { TrafficSummary } from './traffic-row.ts';

/** How long an aborted simulation waits for the PUBACKs of what it has sent, ms. */
const grace = 2_000;
const longestBurst = 10;

/**
 * A city's gateways publish what its sensors send, over real MQTT at QoS 1, and every message is accounted for.
 * @throws RangeError when the options make no simulation; ConnectionRefused when the broker will not have us.
 */
export async function simulate(options: SimulationOptions): Promise<TrafficSummary> {
  checkOptions(options);
  const run = new Simulation(options);
  try {
    await run.send();
    await run.drain();
  } finally {
    await run.close();
  }
  return run.summary;
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #clock: () => number;
  readonly #traffic: Traffic;
  readonly #publisher: Publisher;
  readonly #record: TrafficRecord;
  readonly #startedAt: number;
  #backlog: Planned[] = [];
  #published = 0;

  constructor(options: SimulationOptions) {
    const { losses = 0, copies = 0, forged = 0, replayed = 0, gps = false, firstFCnt, mostInFlight = 1_000 } = options;
    const shares = { losses, copies, forged, replayed, gps, ...(firstFCnt && { firstFCnt }) };
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#startedAt = this.#clock();
    this.#traffic = new Traffic(simulatedCity(options), shares, createNodeAes());
    this.#record = new TrafficRecord(options.record ?? (() => undefined));
    this.#publisher = new Publisher(options.broker, {
      mostInFlight,
      trouble: options.trouble ?? (() => undefined),
      signal: options.signal,
    });
  }

  async send(): Promise<void> {
    const { signal } = this.#options;
    const publisher = this.#publisher;
    await publisher.until(() => publisher.hasRoom || signal.aborted);
    const stop = this.#stopSignal();
    const ended = () => stop.aborted || this.#published >= (this.#options.count ?? Infinity);
    const pace = new Pace(this.#perSecond, performance.now());
    while (!ended()) {
      await publisher.until(() => publisher.hasRoom || ended());
      await pause(this.#burst(pace, ended), stop);
    }
  }

  /** Waits for the PUBACKs of what was sent; not for long once the signal has aborted. */
  async drain(): Promise<void> {
    const { signal } = this.#options;
    const idle = () => this.#publisher.inFlight === 0;
    await this.#publisher.until(() => idle() || signal.aborted);
    if (!idle()) await Promise.race([this.#publisher.until(idle), delay(grace, undefined, { ref: false })]);
  }

  async close(): Promise<void> {
    await this.#publisher.close();
    this.#record.close();
  }

  get summary(): TrafficSummary {
    const { seed, devices } = this.#options;
    const { reconnections } = this.#publisher;
    return { kind: 'summary', seed, devices, ...this.#record.summary, reconnections, startedAt: this.#startedAt, endedAt: this.#clock() };
  }

  /** Aborted when the time is over, or when told so. Time counts from the first connection. */
  #stopSignal(): AbortSignal {
    const { signal, durationSeconds } = this.#options;
    if (durationSeconds === undefined) return signal;
    const stop = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(durationSeconds * 1000))]);
    stop.addEventListener('abort', () => this.#publisher.wake(), { once: true });
    return stop;
  }

  get #perSecond(): number {
    const { rate, periodSeconds = 1, devices } = this.#options;
    return rate ?? devices / periodSeconds;
  }

  /** Sends what is due while there is room, for a moment at most, so that PUBACKs are heard; answers how long nothing will be due, ms. */
  #burst(pace: Pace, ended: () => boolean): number {
    const begun = performance.now();
    for (let now = begun; now - begun < longestBurst && this.#publisher.hasRoom && !ended(); now = performance.now()) {
      const wait = pace.wait(this.#options.rate === undefined ? this.#traffic.turns : this.#published, now);
      if (wait > 0) return wait;
      this.#sendNext();
    }
    return 0;
  }

  #sendNext(): void {
    if (this.#backlog.length === 0) this.#backlog = this.#traffic.turn(this.#clock());
    const planned = this.#backlog.shift();
    if (planned === undefined) return;
    if (planned.row.kind === 'lost') this.#record.lost(planned);
    else this.#publish(planned);
  }

  #publish(planned: Planned): void {
    this.#published += 1;
    this.#record.published(planned);
    this.#publisher.publish({ topic: planned.row.topic, payload: planned.payload }, (answer) => {
      if (answer === 'refused') return this.#record.refused(planned);
      this.#traffic.acknowledged(planned);
      this.#record.acked(planned, this.#clock());
    });
  }
}
