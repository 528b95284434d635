import { setTimeout as delay } from 'node:timers/promises';
import { createNodeAes } from '../lorawan/node-aes.ts';
import { pause } from '../stage/back-off.ts';
import { DeviceTurns } from './device-turns.ts';
import { Pace } from './pace.ts';
import { Publisher } from './publisher.ts';
import { type City, simulatedCity } from './simulated-city.ts';
import { checkOptions, type SimulationOptions } from './simulation-options.ts';
import { type Planned, Traffic } from './traffic.ts';
import { TrafficRecord } from './traffic-record.ts';
import type { TrafficSummary } from './traffic-row.ts';

/** How long an aborted simulation waits for the PUBACKs of what it has sent, ms. */
const grace = 2_000;
const longestBurst = 10;
const usualOpening = 5;

/** Whose turn it is, and when. */
interface Turns {
  /** Milliseconds until the next is due; 0 or less: it is. `now` is the monotonic clock. */
  wait(now: number): number;
  /** What the turn gives, sent at `time` (ms since 1970). */
  take(now: number, time: number): Planned[];
}

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
  readonly #city: City;
  readonly #traffic: Traffic;
  readonly #publisher: Publisher;
  readonly #record: TrafficRecord;
  readonly #startedAt: number;
  #backlog: Planned[] = [];
  #published = 0;

  constructor(options: SimulationOptions) {
    const { losses = 0, copies = 0, forged = 0, flipped = 0, replayed = 0, gps = false, mostInFlight = 1_000 } = options;
    const { firstFCnt, mostHearers } = options;
    const shares = { losses, copies, forged, flipped, replayed, gps, ...(firstFCnt && { firstFCnt }), ...(mostHearers && { mostHearers }) };
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#startedAt = this.#clock();
    this.#city = simulatedCity(options);
    this.#traffic = new Traffic(this.#city, shares, createNodeAes());
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
    const turns = this.#turns(performance.now());
    while (!ended()) {
      await publisher.until(() => publisher.hasRoom || ended());
      await pause(this.#burst(turns, ended), stop);
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
    // Not AbortSignal.any with a timeout: nothing holds that signal, and once it is collected it never aborts.
    const stop = new AbortController();
    const end = () => {
      stop.abort();
      this.#publisher.wake();
    };
    setTimeout(end, Math.ceil(durationSeconds * 1000)).unref();
    signal.addEventListener('abort', end, { once: true });
    return stop.signal;
  }

  #turns(begun: number): Turns {
    return this.#options.intervals === undefined ? this.#evenTurns(begun) : this.#ownTurns(begun);
  }

  /** Device after device, at one pace for all. */
  #evenTurns(begun: number): Turns {
    const { rate, periodSeconds = 1, devices } = this.#options;
    const pace = new Pace(rate ?? devices / periodSeconds, begun);
    return {
      wait: (now) => pace.wait(rate === undefined ? this.#traffic.turns : this.#published, now),
      take: (_now, time) => this.#traffic.turn(time),
    };
  }

  /** Each device in its own interval, and an attacker beside them. */
  #ownTurns(begun: number): Turns {
    const { opening = usualOpening, attackEvery } = this.#options;
    const devices = this.#city.devices.map(({ interval = 1, ailment }) => ({
      interval,
      ...(ailment === 'falls_silent' && { reports: 1 }),
    }));
    const turns = new DeviceTurns({ devices, opening, ...(attackEvery && { attackEvery }) }, begun);
    return {
      wait: (now) => turns.wait(now),
      take: (now, time) => {
        const due = turns.take(now);
        if (due === undefined) return [];
        return due === 'attack' ? this.#traffic.attack(time) : this.#traffic.turnOf(due, time);
      },
    };
  }

  /** Sends what is due while there is room, for a moment at most, so that PUBACKs are heard; answers how long nothing will be due, ms. */
  #burst(turns: Turns, ended: () => boolean): number {
    const begun = performance.now();
    for (let now = begun; now - begun < longestBurst && this.#publisher.hasRoom && !ended(); now = performance.now()) {
      const wait = this.#isOnTheAir ? 0 : turns.wait(now);
      if (wait > 0) return wait;
      this.#sendNext(turns, now);
    }
    return 0;
  }

  /** What a turn gave goes out together; only at a rate every message is counted, and waits. */
  get #isOnTheAir(): boolean {
    return this.#backlog.length > 0 && this.#options.rate === undefined;
  }

  #sendNext(turns: Turns, now: number): void {
    if (this.#backlog.length === 0) this.#backlog = turns.take(now, this.#clock());
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
