import type { Log } from '../../../packages/log/contract.ts';
import { errorFields, type LogLines } from '../../../packages/observe/log-line.ts';
import type { Series } from '../../../packages/series/contract.ts';
import { pause, untilDone } from '../../../packages/stage/back-off.ts';
import { isoTime } from '../iso-time.ts';
import type { OpenPlane } from '../open-plane.ts';
import { events } from './events.ts';
import { FanOut, type FanOutLimits } from './fan-out.ts';
import { type EventName, eventNames, type LiveEvent } from './live-event.ts';
import { liveEvents } from './live-events.ts';
import { lostMessages } from './lost-messages.ts';
import { Minute } from './minute.ts';
import { Receptions } from './receptions.ts';
import { RememberedLives } from './remembered-lives.ts';
import { type Round, Rounds } from './round.ts';
import { type SiteStanding, SiteStandings } from './site-standings.ts';

export interface LiveParts {
  readonly log: Log;
  readonly series: Series;
  readonly lines: LogLines;
  plane(): Promise<OpenPlane>;
  /** The city is invented: its bytes may be shown (truth 11). */
  readonly simulated: boolean;
  readonly now: () => number;
}

/** ms between two rounds: what comes meanwhile is told in one piece, so that a flood costs little more than a trickle. */
const roundLength = 100;
/** After so much that some was left out: nobody can follow that, and the path itself needs the processor. */
const floodedRoundLength = 500;
const second = 1_000;
const heartbeat = 15_000;
/** ms between two resets: under a flood everybody would fetch anew again and again. */
const resetPause = 10_000;

/** What happens now, remembered in bounded memory and told to whoever listens. It reads the log and never writes. */
export class Live {
  readonly fanOut: FanOut;
  /** Of a simulated city only. */
  readonly lives: RememberedLives | undefined;
  readonly #parts: LiveParts;
  readonly #rounds: Rounds;
  readonly #receptions = new Receptions();
  readonly #sites = new SiteStandings();
  readonly #minute = new Minute();
  #lost = 0;
  #told = '';
  /** What could not be told since the last reset. */
  readonly #missed = new Set<EventName>();
  #lastReset = Number.NEGATIVE_INFINITY;

  private constructor(parts: LiveParts, limits: FanOutLimits) {
    this.#parts = parts;
    this.#rounds = new Rounds(parts.log, parts.simulated, (error) => parts.lines.say('warn', events.unreadable, errorFields(error)));
    this.fanOut = new FanOut(limits, parts.now().toString(36));
    this.lives = parts.simulated ? new RememberedLives() : undefined;
  }

  /** Knows from the first when each site was heard. @throws SeriesUnavailable */
  static async open(parts: LiveParts, limits: FanOutLimits): Promise<Live> {
    const live = new Live(parts, limits);
    live.#sites.take(await parts.series.latest());
    return live;
  }

  /** How many gateways heard a frame; null: not remembered. @param frame its reference, as readings carry it */
  gatewaysOf(frame: string): number | null {
    return this.#receptions.gatewaysOf(frame);
  }

  /** The same by the message that carried it, or a copy of it. */
  gatewaysOfMessage(id: string): number | null {
    return this.#receptions.gatewaysOfMessage(id);
  }

  standingOf(site: string, plane: OpenPlane): SiteStanding {
    return this.#sites.of(site, plane, this.#parts.now());
  }

  /** What became of the messages of the last 60 seconds. */
  minute(): LiveEvent {
    const { from, to, ...counts } = this.#minute.until(this.#parts.now());
    return { name: 'minute', data: { from: isoTime(from), to: isoTime(to), ...counts, lost: this.#lost } };
  }

  /** Follows the log until `signal` aborts, then ends every stream. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await Promise.all([this.#follow(signal), this.#everySecond(signal), this.#beat(signal)]);
    } catch (error) {
      // What cannot be read while stopping is given up.
      if (!signal.aborted) throw error;
    } finally {
      this.fanOut.close();
    }
  }

  /** The first round is the past: it is remembered, and whoever listens already fetches it. */
  async #follow(signal: AbortSignal): Promise<void> {
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const changed = this.#parts.log.changed(this.#rounds.topics, signal);
      const round = await this.#rounds.next((tail) => this.#persist(() => tail.take(), signal));
      const plane = await this.#persist(() => this.#parts.plane(), signal);
      this.#miss(isFirst ? eventNames : round.skipped);
      this.#surviving(() => {
        this.#remember(round);
        if (!isFirst) this.fanOut.publish(liveEvents(round, plane, this.#receptions));
      });
      this.#resetIfMissed();
      await pause(round.skipped.length > 0 ? floodedRoundLength : roundLength, signal);
      if (round.isEmpty) await changed;
    }
  }

  /** A round in which something cannot be told must not end what follows (truth 7): it is to be fetched. */
  #surviving(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#parts.lines.say('error', events.untold, errorFields(error));
      this.#miss(eventNames);
    }
  }

  #remember(round: Round): void {
    this.#receptions.take(round.endings, round.deviceEvents);
    this.#sites.take(round.readings);
    this.lives?.take(round);
    for (const ending of round.endings) this.#minute.count(ending);
  }

  #miss(names: readonly EventName[]): void {
    for (const name of names) this.#missed.add(name);
  }

  #resetIfMissed(): void {
    const now = this.#parts.now();
    if (this.#missed.size === 0 || now - this.#lastReset < resetPause) return;
    this.fanOut.reset([...this.#missed]);
    this.#missed.clear();
    this.#lastReset = now;
  }

  /** A count also changes because a second has passed. */
  async #everySecond(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#lost = await this.#persist(() => lostMessages(this.#parts.log), signal);
      this.#resetIfMissed();
      this.#tellMinute();
      await pause(second, signal);
    }
  }

  #tellMinute(): void {
    const { from: _from, to: _to, ...counts } = this.#minute.until(this.#parts.now());
    const said = JSON.stringify([counts, this.#lost]);
    if (said === this.#told) return;
    this.#told = said;
    this.fanOut.mention(this.minute());
  }

  async #beat(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(heartbeat, signal);
      this.fanOut.beat();
    }
  }

  /** What cannot be read now is read again, for ever. @throws the last error, once stopping */
  #persist<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { lines } = this.#parts;
    const report = (error: unknown, waitMs: number) => lines.say('warn', events.waiting, { waitMs, ...errorFields(error) });
    return untilDone(attempt, { transient: () => true, report, signal });
  }
}
