import type { Log, LogRecord, Outgoing, Standing, Task } from '../../log/contract.ts';
import type { Topic } from '../../model/topics.ts';
import type { MasterKey } from '../master-key.ts';
import { destroyDayKeys } from './destroy-day-keys.ts';
import { RecordKeys } from './record-keys.ts';
import { SealedTenure } from './sealed-tenure.ts';
import { Seals } from './seals.ts';

/**
 * The log with the values of some topics sealed (`Topic.sealed`), on any engine: whoever holds it reads and writes as before. Records from before there
 * were seals are read as they are; those whose key was destroyed are read as if they had been removed.
 * @param key undefined for whoever needs no secret: sealed records are not there for them, and they write none.
 */
export function sealLog(log: Log, key: MasterKey | undefined, sealedAs: SealedAs = ({ sealed }) => sealed): Log {
  return new SealedLog(log, new Seals(log, key, sealedAs));
}

/** As `sealLog`; a log that was sealed with another master key is refused, and closed. @throws MasterKeyRefused, LogUnavailable */
export async function openSealed(log: Log, key: MasterKey | undefined): Promise<Log> {
  try {
    if (key) await new RecordKeys(log, key).check();
    return sealLog(log, key);
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** The log as it stands, sealed; one that is not sealed is given back. */
export function beneath(log: Log): Log {
  return log instanceof SealedLog ? log.beneath : log;
}

type SealedAs = (topic: Topic<unknown>) => Topic<unknown>['sealed'];

class SealedLog implements Log {
  readonly incarnation: string;
  readonly beneath: Log;
  readonly #seals: Seals;
  #isClosing = false;

  constructor(log: Log, seals: Seals) {
    this.incarnation = log.incarnation;
    this.beneath = log;
    this.#seals = seals;
  }

  partitions(topic: Topic<unknown>): number {
    return this.beneath.partitions(topic);
  }

  async append(records: readonly Outgoing[]): Promise<void> {
    // With the keys at hand nothing is waited for: appends keep their order.
    if (!this.#seals.areReady(records)) await this.#seals.prepare(records);
    return this.beneath.append(this.#seals.seal(records));
  }

  consume({ run, ...task }: Task, signal: AbortSignal): Promise<void> {
    return this.beneath.consume({ ...task, run: (tenure) => run(new SealedTenure(tenure, task.topic, this.#seals)) }, signal);
  }

  read(topic: Topic<unknown>, partition: number, offset: number, limit: number): Promise<LogRecord[]> {
    return this.#seals.openFrom(topic, offset, (from) => this.beneath.read(topic, partition, from, limit));
  }

  changed(topics: readonly Topic<unknown>[], signal: AbortSignal): Promise<void> {
    return this.beneath.changed(topics, signal);
  }

  standing(group: string, topic: Topic<unknown>): Promise<Standing[]> {
    return this.beneath.standing(group, topic);
  }

  /** Then the keys of days are destroyed of which nothing is kept any more; a last sweep takes their remains out of the files. */
  async sweep(now: number): Promise<{ removed: number }> {
    const { removed } = await this.beneath.sweep(now);
    const keys = this.#seals.recordKeys;
    if (keys && !this.#isClosing && (await destroyDayKeys(this.beneath, keys, now)) > 0) await this.beneath.sweep(now);
    return { removed };
  }

  close(): Promise<void> {
    this.#isClosing = true;
    return this.beneath.close();
  }
}
