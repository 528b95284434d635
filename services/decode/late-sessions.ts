import type { Log, Outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { offsetOf } from '../../packages/model/message-id.ts';
import type { SessionRecord } from '../../packages/model/register-entities.ts';
import { topics } from '../../packages/model/topics.ts';
import type { FollowedRegister } from '../../packages/register/follow-register.ts';
import { resendRecord } from '../../packages/stage/resend-record.ts';
import type { Aside, Piece } from '../../packages/stage/run-stage.ts';

/** ms, by received times, within which a session may appear after a frame of it (ARCHITECTURE §4). */
const patience = 60_000;
/** Frames that wait for a session in one partition; beyond it the oldest wait for a person (truth 7). */
const mostWaiting = 5_000;

/** A frame whose DevAddr no session had. */
export interface Waiting {
  readonly id: string;
  /** Of the message. */
  readonly key: string;
  readonly devAddr: string;
  readonly attempt: number;
  readonly receivedTime: number;
}

interface Parts {
  readonly log: Log;
  readonly partition: number;
  readonly register: FollowedRegister;
  /** Told how many are sent again. */
  resent(count: number): void;
}

/**
 * Sends frames again that came before their session, when it appears within a minute. It looks between two batches, at the register as it is then:
 * a batch that ended a frame on an older one is before it, and every later batch sees the session itself. So none is missed.
 */
export class LateSessions implements Aside {
  readonly #parts: Parts;
  readonly #waiting = new Map<string, Waiting>();
  /** At the beginning too: a session may have come while nobody looked. */
  #wake: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  wait(frame: Waiting): void {
    this.#waiting.set(frame.id, frame);
    for (const id of this.#waiting.keys()) {
      if (this.#waiting.size <= mostWaiting) break;
      this.#waiting.delete(id);
    }
  }

  async next(signal: AbortSignal): Promise<Piece> {
    await this.#wake;
    // Listening begins before the register is read: no session is missed.
    this.#wake = this.#parts.log.changed([topics.sessions], signal);
    return () => this.#sendAgain();
  }

  async #sendAgain(): Promise<Outgoing[]> {
    if (this.#waiting.size === 0) return [];
    const { register, resent } = this.#parts;
    await register.catchUp();
    const outputs: Outgoing[] = [];
    for (const frame of this.#waiting.values()) {
      const session = register.view.sessionsByDevAddr(frame.devAddr).find((one) => isInTime(one, frame));
      const again = session && (await this.#again(frame, session.since));
      if (again) outputs.push(again);
    }
    if (outputs.length > 0) resent(outputs.length);
    return outputs;
  }

  async #again(frame: Waiting, since = 0): Promise<Outgoing | undefined> {
    const { log, partition } = this.#parts;
    this.#waiting.delete(frame.id);
    const offset = offsetOf(frame.id);
    const [record] = await log.read(topics.messages, partition, offset, 1);
    // Its retention may be over: then it waits in quarantine, with its bytes.
    if (record?.offset !== offset || record.value === null) return undefined;
    const waiting = { ...frame, reason: 'unknown_dev_addr', step: 'match_session', plane: 'nobody', partition } as const;
    return resendRecord(decode(topics.messages, record.value), waiting, Math.max(since, frame.receivedTime));
  }
}

const isInTime = ({ since }: SessionRecord, { receivedTime }: Waiting) => since !== undefined && since - receivedTime <= patience;
