import type { KeyObject } from 'node:crypto';
import { type Log, type LogRecord, LogUnavailable, type Outgoing } from '../../log/contract.ts';
import { partitionOf } from '../../log/partition.ts';
import { RecentlyUsed } from '../../lorawan/recently-used.ts';
import type { Topic } from '../../model/topics.ts';
import type { MasterKey } from '../master-key.ts';
import { keyName } from '../reference.ts';
import { sealingKey } from '../seal.ts';
import { dayOf, orWrongKey, RecordKeys, type Use } from './record-keys.ts';
import { keyNameOf, type NamedKey, openValue, sealValue } from './sealed-value.ts';

/** Names of radio identities that are not computed anew. */
const mostNames = 50_000;

/** Seals and opens the values of records, each with the key that its topic asks for. */
export class Seals {
  readonly recordKeys: RecordKeys | undefined;
  readonly #log: Log;
  readonly #key: MasterKey | undefined;
  readonly #sealedAs: (topic: Topic<unknown>) => Topic<unknown>['sealed'];
  readonly #nameOf: (plain: string) => string;
  readonly #names = new RecentlyUsed<string, string>(mostNames);
  /** A commit that is tried again is the very same one. */
  readonly #sealed = new WeakMap<Outgoing, Outgoing>();

  constructor(log: Log, key: MasterKey | undefined, sealedAs: (topic: Topic<unknown>) => Topic<unknown>['sealed']) {
    this.recordKeys = key && new RecordKeys(log, key);
    this.#log = log;
    this.#key = key;
    this.#sealedAs = sealedAs;
    this.#nameOf = (plain) => (key ? keyName(key, plain) : plain);
  }

  /** Whether all keys to seal these records with are at hand. @throws MasterKeyRefused */
  areReady(records: readonly Outgoing[]): boolean {
    return records.every((record) => {
      const use = this.#useOf(record);
      return use === undefined || this.recordKeys?.inUse(use) !== undefined;
    });
  }

  /** Makes the keys that are not there yet. @throws LogUnavailable, MasterKeyRefused */
  async prepare(records: readonly Outgoing[]): Promise<void> {
    await this.recordKeys?.prepare(records.flatMap((record) => this.#useOf(record) ?? []));
  }

  /** The records as they stand in the log. To be called once the keys are ready. */
  seal(records: readonly Outgoing[]): Outgoing[] {
    return records.map((record) => {
      if (!this.#sealedAs(record.topic) && !record.topic.hidesKey) return record;
      const sealed = this.#sealed.get(record) ?? this.#sealOne(this.#named(record));
      this.#sealed.set(record, sealed);
      return sealed;
    });
  }

  /** The records as they were written, without those whose key is destroyed or not ours to have. @throws SealBroken, MasterKeyRefused, LogUnavailable */
  async open(topic: Topic<unknown>, records: readonly LogRecord[]): Promise<LogRecord[]> {
    if (!this.#sealedAs(topic)) return [...records];
    const opened: LogRecord[] = [];
    for (const record of records) {
      const name = record.value === null ? undefined : keyNameOf(record.value);
      if (name === undefined || record.value === null) {
        opened.push(record);
        continue;
      }
      const key = this.recordKeys?.opened(name) ?? (await this.#opening(topic, name));
      if (key) opened.push({ ...record, value: this.#opened(topic, record.key, record.value, key) });
    }
    return opened;
  }

  /**
   * Reads on from `offset` until something opens or nothing is left: a page whose keys are all destroyed is no end.
   * @param read gives a page from an offset on
   */
  async openFrom(topic: Topic<unknown>, offset: number, read: (from: number) => Promise<LogRecord[]>): Promise<LogRecord[]> {
    for (let from = offset; ; ) {
      const records = await read(from);
      const opened = await this.open(topic, records);
      const last = records.at(-1);
      if (opened.length > 0 || last === undefined) return opened;
      from = last.offset + 1;
    }
  }

  #sealOne(record: Outgoing): Outgoing {
    const { topic, key, value } = record;
    if (value === null || !this.#sealedAs(topic)) return record;
    return { ...record, value: sealValue(this.#keyFor(record), value, { topic: topic.name, key }) };
  }

  /** Whoever names a partition repeats a key that the log gave. */
  #named(record: Outgoing): Outgoing {
    const { topic, key, partition } = record;
    if (!topic.hidesKey || partition !== undefined || !this.#key) return record;
    return { ...record, key: this.#names.get(key, this.#nameOf), partition: partitionOf(key, this.#log.partitions(topic)) };
  }

  #opened(topic: Topic<unknown>, key: string, value: Uint8Array, by: KeyObject): Uint8Array {
    const plain = () => openValue(by, value, { topic: topic.name, key });
    return this.#sealedAs(topic) === 'master' ? orWrongKey(plain) : plain();
  }

  async #opening(topic: Topic<unknown>, name: string): Promise<KeyObject | undefined> {
    if (this.#sealedAs(topic) !== 'master') return this.recordKeys?.opening(name);
    const key = this.#key;
    return key && orWrongKey(() => sealingKey(key, Number.parseInt(name, 16), topic.name));
  }

  /** Undefined: no key of its own is needed. */
  #useOf({ topic, key, value, time }: Outgoing): Use | undefined {
    const sealedAs = this.#sealedAs(topic);
    if (value === null || sealedAs === undefined || sealedAs === 'master') return undefined;
    return { topic: topic.name, time, scope: sealedAs === 'day' ? { day: dayOf(time) } : { device: key } };
  }

  #keyFor(record: Outgoing): NamedKey {
    if (!this.#key) throw new Error(`This process has no master key, and cannot write to "${record.topic.name}".`);
    const use = this.#useOf(record);
    if (!use) return masterNow(this.#key);
    const found = this.recordKeys?.inUse(use);
    if (!found) throw new LogUnavailable(`The key of a record of "${use.topic}" was destroyed meanwhile.`);
    return found;
  }
}

function masterNow(key: MasterKey): NamedKey {
  key.refresh?.();
  return { name: masterKeyName(key), key: key.sealing };
}

/** The name of a master key is its epoch. */
export const masterKeyName = ({ epoch }: MasterKey) => epoch.toString(16).padStart(16, '0');
