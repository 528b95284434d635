import { type Log, LogUnavailable } from '../../../packages/log/contract.ts';
import { decode, UnreadableRecord } from '../../../packages/model/contents.ts';
import type { DeviceEvent } from '../../../packages/model/device-event.ts';
import { topics } from '../../../packages/model/topics.ts';
import { errorFields } from '../../../packages/observe/log-line.ts';
import { destroyedIn } from '../../../packages/register/destroy-keys.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import { untilDone } from '../../../packages/stage/back-off.ts';
import { holdSeat } from '../../../packages/stage/hold-seat.ts';
import { events } from '../events.ts';
import { type AskerParts, SessionAsker } from './session-asker.ts';

/** ms after a join request that was heard: by then ChirpStack has merged its copies, answered it and begun the session. */
const joinTakes = 3_000;

/**
 * Asks for the sessions of all devices now, of a device whenever it has joined, and of those that come into the register; of several processes
 * one does. Until `signal` aborts.
 */
export function askSessions(parts: AskerParts & { readonly log: Log }, signal: AbortSignal): Promise<void> {
  const report = (error: unknown, waitMs: number) => parts.lines.say('warn', events.sessionsAsked, { waitMs, ...errorFields(error) });
  const work = async (held: AbortSignal) => {
    const asker = new SessionAsker(parts);
    const watch = new Watch(parts, asker);
    const follow = untilDone(() => watch.run(held), { transient: (error) => error instanceof LogUnavailable, report, signal: held });
    await Promise.all([asker.run(held), follow]);
  };
  return holdSeat({ name: 'ask-sessions', report }, parts.log, work, signal);
}

/**
 * Sees in the log whom to ask about. It reads the end of `device_events` as nobody's group: at each start all devices are asked anyway, and a group
 * that is no longer run would hold up the topic's retention for ever.
 */
class Watch {
  readonly #parts: AskerParts & { readonly log: Log };
  readonly #asker: SessionAsker;
  readonly #known = new Set<string>();
  #seen: RegisterView | undefined;
  #next: Map<number, number> | undefined;

  constructor(parts: AskerParts & { readonly log: Log }, asker: SessionAsker) {
    this.#parts = parts;
    this.#asker = asker;
  }

  /** @throws LogUnavailable; called again it goes on */
  async run(signal: AbortSignal): Promise<void> {
    const { log, register } = this.#parts;
    // Before anything is asked for: a join from here on is not in the first answers.
    this.#next ??= new Map((await log.standing('register', topics.deviceEvents)).map(({ partition, end }) => [partition, end]));
    while (!signal.aborted) {
      const changed = log.changed([topics.register, topics.deviceEvents], signal);
      await register.catchUp();
      await this.#wantNew();
      await this.#wantJoined(this.#next);
      await changed;
    }
  }

  /** Keys that were destroyed stay so: of their device, only a session that begins from now on is asked for, at its next join. */
  async #wantNew(): Promise<void> {
    const { log, register } = this.#parts;
    const { view } = register;
    if (this.#seen === view) return;
    const fresh = view.devices().filter(({ ref }) => !this.#known.has(ref));
    const destroyed = new Set(fresh.length > 0 ? (await destroyedIn(log)).map(({ device }) => device) : []);
    for (const { ref } of fresh) {
      this.#known.add(ref);
      if (!destroyed.has(ref)) this.#asker.want(ref);
    }
    this.#seen = view;
  }

  async #wantJoined(next: Map<number, number>): Promise<void> {
    const { log } = this.#parts;
    for (const [partition, from] of next) {
      for (let at = from; ; ) {
        const records = await log.read(topics.deviceEvents, partition, at, 1_000);
        for (const { value } of records) if (value) this.#wantOf(this.#eventIn(value));
        at = (records.at(-1)?.offset ?? at - 1) + 1;
        next.set(partition, at);
        if (records.length === 0) break;
      }
    }
  }

  #wantOf(event: DeviceEvent | undefined): void {
    if (event?.device === undefined) return;
    if (event.kind === 'join') this.#asker.want(event.device);
    if (event.kind === 'join_request' || event.kind === 'rejoin_request') this.#asker.want(event.device, joinTakes);
  }

  #eventIn(value: Uint8Array): DeviceEvent | undefined {
    try {
      return decode(topics.deviceEvents, value);
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      this.#parts.lines.say('warn', events.sessionsAsked, errorFields(error));
      return undefined;
    }
  }
}
