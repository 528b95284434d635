import type { InventorySession } from '../../../packages/inventory/inventory.ts';
import type { NetworkServer } from '../../../packages/inventory/network-server.ts';
import { NetworkServerRefused, type RefusalKind } from '../../../packages/inventory/refused.ts';
import { LogUnavailable } from '../../../packages/log/contract.ts';
import type { Device, MacVersion, SessionRecord } from '../../../packages/model/register-entities.ts';
import { errorFields, type LogLines } from '../../../packages/observe/log-line.ts';
import type { FollowedRegister } from '../../../packages/register/follow-register.ts';
import type { MasterKey } from '../../../packages/register/master-key.ts';
import { enterSession } from '../../../packages/register/propose-session.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { PlainSession } from '../../../packages/register/session-keys.ts';
import { type BackOff, pause } from '../../../packages/stage/back-off.ts';
import { events } from '../events.ts';
import type { RegisterDesk } from '../register-desk.ts';
import { AskingQueue } from './asking-queue.ts';
import { sessionOf } from './session-of.ts';

export interface AskerParts {
  readonly server: NetworkServer;
  readonly desk: RegisterDesk;
  readonly register: FollowedRegister;
  readonly masterKey: MasterKey;
  readonly lines: LogLines;
  readonly now: () => number;
  /** Requests at once. */
  readonly atOnce: number;
  /** Between attempts when the server is silent; for tests. */
  readonly silence?: BackOff;
}

/** A silent server is asked again after so long; a device that it refuses, less and less often. All of it for ever (truth 7). */
const silence: BackOff = { first: 500, most: 30_000 };
const refusal: BackOff = { first: 60_000, most: 3_600_000 };
/** ms in which answers gather before they are written: each write makes a new register for all its readers. */
const gather = 250;
const mostGathered = 500;

type Trouble = RefusalKind | 'unforeseen';

/** Trouble that the next device would have as well. */
const isOfAll = (kind: Trouble): boolean => kind === 'unreachable' || kind === 'slow' || kind === 'token';

interface Found {
  readonly session: InventorySession;
  readonly device: string;
  readonly macVersion: MacVersion;
}

/** Asks a network server for the sessions of devices, so that a fleet joined long ago is verified from its next frame on. */
export class SessionAsker {
  readonly #parts: AskerParts;
  readonly #queue = new AskingQueue();
  readonly #refused = new Map<string, number>();
  #found: Found[] = [];
  #writing: Promise<void> | undefined;
  #wait = 0;
  #told: Trouble | undefined;

  constructor(parts: AskerParts) {
    this.#parts = parts;
  }

  /** Its session is asked for, after `wait` ms. Wanting it twice is wanting it once. */
  want(device: string, wait = 0): void {
    this.#queue.add(device, wait);
  }

  /** Until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const lanes = Array.from({ length: this.#parts.atOnce }, () => this.#askOn(signal));
    await Promise.all(lanes);
    this.#queue.close();
    await this.#writing;
  }

  async #askOn(signal: AbortSignal): Promise<void> {
    while (true) {
      const ref = await this.#queue.next(signal);
      if (ref === undefined) return;
      const device = this.#parts.register.view.device(ref);
      if (device) await this.#ask(device, signal);
      if (this.#found.length >= mostGathered) await this.#writing;
    }
  }

  async #ask(device: Device, signal: AbortSignal): Promise<void> {
    try {
      const asked = this.#parts.now();
      const session = await this.#parts.server.session(device.devEui, asked);
      if (session) this.#take({ session, device: device.ref, macVersion: await this.#macVersionOf(device, session) }, signal);
      this.#hasAnswered(device.ref);
    } catch (error) {
      await this.#again(device.ref, error, signal);
    }
  }

  /** Known of a session that is known; else as its profile says. */
  async #macVersionOf({ ref, devEui }: Device, { devAddr }: InventorySession): Promise<MacVersion> {
    const known = this.#parts.register.view.sessionsByDevAddr(devAddr).find(({ device }) => device === ref);
    return known?.macVersion ?? this.#parts.server.macVersionOf(devEui);
  }

  #hasAnswered(device: string): void {
    this.#refused.delete(device);
    this.#wait = 0;
    this.#told = undefined;
  }

  async #again(device: string, error: unknown, signal: AbortSignal): Promise<void> {
    const kind: Trouble = error instanceof NetworkServerRefused ? error.kind : 'unforeseen';
    // Not every device of the register need be one of this server.
    if (kind === 'gone') return this.#hasAnswered(device);
    this.#tell(kind, error);
    this.#queue.add(device, this.#waitOf(device, kind));
    if (isOfAll(kind)) await this.#pause(signal);
  }

  /** ms until it is asked about this device again. */
  #waitOf(device: string, kind: Trouble): number {
    if (kind === 'unreachable' || kind === 'slow') return 0;
    if (kind === 'token') return refusal.first;
    const wait = Math.min(2 * (this.#refused.get(device) ?? refusal.first / 2), refusal.most);
    this.#refused.set(device, wait);
    return wait;
  }

  #pause(signal: AbortSignal): Promise<void> {
    const { first, most } = this.#parts.silence ?? silence;
    this.#wait = Math.min(Math.max(2 * this.#wait, first), most);
    return pause(this.#wait, signal);
  }

  /** Once for each kind of trouble, until the server answers again. */
  #tell(kind: Trouble, error: unknown): void {
    if (this.#told === kind) return;
    this.#told = kind;
    const detail = error instanceof NetworkServerRefused ? error.message : undefined;
    this.#parts.lines.say('warn', events.serverSilent, { reason: kind, ...errorFields(error), ...(detail ? { detail } : {}) });
  }

  #take(found: Found, signal: AbortSignal): void {
    this.#found.push(found);
    this.#writing ??= this.#write(signal);
  }

  async #write(signal: AbortSignal): Promise<void> {
    while (this.#found.length > 0) {
      await pause(gather, signal);
      const some = this.#found;
      this.#found = [];
      await this.#enter(some).catch((error: unknown) => this.#putBack(some, error, signal));
    }
    this.#writing = undefined;
  }

  async #enter(found: readonly Found[]): Promise<void> {
    const { desk, lines, masterKey } = this.#parts;
    const count = await desk.change((register) => {
      const draft = register.copy();
      return found.flatMap(({ session, device, macVersion }) =>
        this.#propose(sessionOf(session, { device, macVersion, origin: 'asked' }, draft, masterKey), draft),
      );
    });
    if (count > 0) lines.say('info', events.sessionsAsked, { count });
  }

  #propose(plain: PlainSession, draft: RegisterView): SessionRecord[] {
    const { masterKey, lines } = this.#parts;
    const entered = enterSession(plain, draft, masterKey);
    if (!Array.isArray(entered)) return [entered];
    lines.say('warn', events.sessionRefused, { device: plain.device, detail: entered.map(({ reason }) => reason).join('; ') });
    return [];
  }

  /** A log that cannot write now will: the devices are asked anew. */
  async #putBack(found: readonly Found[], error: unknown, signal: AbortSignal): Promise<void> {
    if (!(error instanceof LogUnavailable)) throw error;
    this.#parts.lines.say('warn', events.sessionsAsked, { ...errorFields(error), count: found.length });
    for (const { device } of found) this.#queue.add(device);
    await pause(silence.first, signal);
  }
}
