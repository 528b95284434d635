import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type Log, outgoing } from '../../log/contract.ts';
import { decode } from '../../model/contents.ts';
import type { KeyScope, RecordKey } from '../../model/record-key.ts';
import { topics } from '../../model/topics.ts';
import { type MasterKey, MasterKeyRefused } from '../master-key.ts';
import { notThisKey } from '../master-key-file.ts';
import { open, SealBroken, seal } from '../seal.ts';
import type { NamedKey } from './sealed-value.ts';

const dayMs = 24 * 3_600_000;
const page = 1_000;

/** Day since 1970, UTC, of a moment (ms). */
export const dayOf = (time: number) => Math.floor(time / dayMs);
/** First moment after a day, ms. */
export const endOfDay = (day: number) => (day + 1) * dayMs;

/** All of them in one partition, on every engine. */
const partition = 0;

/** What is to be sealed: by its topic and scope it finds its key. */
export interface Use {
  readonly topic: string;
  readonly scope: KeyScope;
  /** Of the record, ms. */
  readonly time: number;
}

/**
 * The keys of days and of devices as topic `record_keys` has them. Of one scope several may stand, made by processes at the same moment: each sealed
 * record names its own, so that nobody has to agree.
 */
export class RecordKeys {
  readonly #log: Log;
  readonly #master: MasterKey;
  readonly #standing = new Map<string, RecordKey>();
  readonly #opened = new Map<string, KeyObject>();
  /** By topic and scope: the key that this process seals with. */
  readonly #inUse = new Map<string, string>();
  #turn: Promise<unknown> = Promise.resolve();
  #next = 0;

  /** @param log the one beneath, in which `record_keys` stand as they are */
  constructor(log: Log, master: MasterKey) {
    this.#log = log;
    this.#master = master;
  }

  /** The key to seal with; undefined: `prepare` has to make it. @throws MasterKeyRefused */
  inUse(use: Omit<Use, 'time'>): NamedKey | undefined {
    const id = this.#inUse.get(nameOf(use));
    const found = id === undefined ? undefined : this.#standing.get(id);
    return found && { name: found.id, key: this.#open(found) };
  }

  /** Draws the keys that do not stand yet; they are in the log when this resolves. @throws LogUnavailable */
  prepare(uses: readonly Use[]): Promise<void> {
    const turn = this.#turn.then(() => this.#draw(uses));
    // A failure is its caller's; the next turn begins all the same.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Where it is at hand. */
  opened(id: string): KeyObject | undefined {
    return this.#opened.get(id);
  }

  /** Undefined: it was destroyed. @throws LogUnavailable, MasterKeyRefused */
  async opening(id: string): Promise<KeyObject | undefined> {
    if (!this.#standing.has(id)) await this.#catchUp();
    const found = this.#standing.get(id);
    return found && this.#open(found);
  }

  /** Every key that stands. @throws LogUnavailable */
  async all(): Promise<RecordKey[]> {
    await this.#catchUp();
    return [...this.#standing.values()];
  }

  /** That the newest of them opens. @throws MasterKeyRefused, LogUnavailable */
  async check(): Promise<void> {
    const newest = (await this.all()).at(-1);
    if (newest) this.#open(newest);
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const records = await this.#log.read(topics.recordKeys, partition, this.#next, page);
      for (const { offset, key, value } of records) {
        if (offset >= this.#next) this.#take(key, value && decode(topics.recordKeys, value));
        this.#next = Math.max(this.#next, offset + 1);
      }
      if (records.length === 0) return;
    }
  }

  #take(id: string, key: RecordKey | null): void {
    const before = this.#standing.get(id);
    if (key) {
      this.#standing.set(id, key);
      this.#inUse.set(nameOf(key), id);
    } else if (before) {
      this.#standing.delete(id);
      this.#opened.delete(id);
      if (this.#inUse.get(nameOf(before)) === id) this.#inUse.delete(nameOf(before));
    }
  }

  async #draw(uses: readonly Use[]): Promise<void> {
    await this.#catchUp();
    const missing = new Map(uses.filter((use) => !this.#inUse.has(nameOf(use))).map((use) => [nameOf(use), use]));
    if (missing.size === 0) return;
    const drawn = [...missing.values()].map(({ topic, scope, time }) => {
      const id = randomBytes(8).toString('hex');
      const is: RecordKey = { id, topic, scope, key: seal(this.#master, randomBytes(32), placeOf({ id, topic, scope })) };
      return outgoing(topics.recordKeys, id, is, time, partition);
    });
    await this.#log.append(drawn);
    await this.#catchUp();
  }

  #open(one: RecordKey): KeyObject {
    const known = this.#opened.get(one.id);
    if (known) return known;
    const key = createSecretKey(orWrongKey(() => open(this.#master, one.key, placeOf(one))));
    this.#opened.set(one.id, key);
    return key;
  }
}

const nameOf = ({ topic, scope }: Pick<RecordKey, 'topic' | 'scope'>) => `${topic}/${scopeName(scope)}`;
const scopeName = (scope: KeyScope) => ('day' in scope ? `day/${scope.day}` : `device/${scope.device}`);

/** Where a key of records is sealed. */
export const placeOf = ({ id, topic, scope }: Pick<RecordKey, 'id' | 'topic' | 'scope'>) => `record_key/${topic}/${scopeName(scope)}/${id}`;

/** What does not open under the master key, in the words of an operator. @throws MasterKeyRefused */
export function orWrongKey<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof SealBroken)) throw cause;
    throw new MasterKeyRefused(notThisKey, { cause });
  }
}
