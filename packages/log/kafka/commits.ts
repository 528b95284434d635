import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Kafka, Producer, RecordMetadata, Transaction } from 'kafkajs';
import { Fenced, type Outgoing } from '../contract.ts';
import { errorTypes } from './rights.ts';
import { sameOutputs } from './same-outputs.ts';
import type { Slice } from './slices.ts';
import { orUnavailable, unavailable } from './unavailable.ts';

/** The broker ends a transaction that stays open for so long, ms; readers of its topics wait until then. */
const transactionTimeout = 60_000;
const retry = { initialRetryTime: 20, maxRetryTime: 1_000, retries: 10 };
/** Until the markers of the last transaction are written, Kafka refuses to begin the next: ms from one attempt to the next, and how many. */
const markersPause = 3;
const markersPatience = 2_000;

interface Committer {
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** One for each input partition of a group, so that whoever begins fences whoever held it. */
  readonly transactionalId: string;
  readonly group: string;
  /** Its name on the servers. */
  readonly topic: string;
  readonly partition: number;
}

/** What is to be committed. */
export interface Commitment {
  readonly outputs: readonly Outgoing[];
  /** The same, as it is sent. */
  readonly slices: readonly Slice[];
  /** As the caller knows it. */
  readonly next: number;
  /** Where the group is to stand: after what control records follow. Never moves back. */
  readonly offset: number;
  /** Of the engine itself: the group passes over control records, and no work depends on whether it has. */
  readonly passing: boolean;
}

/** The last record that was written to a partition. */
export interface Written {
  /** Its name on the servers. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** How a group stands in a partition, and by whose commit. */
interface Standing {
  readonly offset: number;
  readonly token: string;
}

type Attempt = Standing & { readonly commitment: Commitment };

/**
 * The commits of one holder of one partition: outputs and position in one transaction (truth 4). Each leaves a token of its own with the position, so
 * that after a broken connection this holder can tell whether it took place.
 */
export class Commits {
  readonly #about: Committer;
  readonly #id = randomUUID();
  #count = 0;
  #producer: Producer | undefined;
  /** Begun before it is needed: beginning fences. */
  #transaction: Transaction | undefined;
  #standing: Standing = { offset: 0, token: '' };
  /** A commit of which nobody knows whether it took place. */
  #unsettled: Attempt | undefined;
  /** Why nothing can be committed any more: beginning again would fence the rightful holder. */
  #void: Fenced | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(about: Committer) {
    this.#about = about;
  }

  /** Fences every earlier holder and ends what it had begun; then looks where the group stands. @throws LogUnavailable */
  static async open(about: Committer): Promise<Commits> {
    const commits = new Commits(about);
    try {
      await orUnavailable(async () => {
        await commits.#begin();
        commits.#standing = await commits.#look();
      });
      return commits;
    } catch (error) {
      await commits.#drop();
      throw error;
    }
  }

  /** Where the group stands on the servers. */
  get offset(): number {
    return this.#standing.offset;
  }

  /**
   * One after another. After LogUnavailable the same is to be asked for again: it is found out then whether it took place.
   * @throws Fenced, LogUnavailable
   */
  commit(commitment: Commitment): Promise<Written[]> {
    const next = this.#last.then(() => this.#commit(commitment));
    this.#last = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  }

  /** After the commit in hand; later ones are refused. */
  async close(): Promise<void> {
    await this.#last;
    this.#void ??= new Fenced(`Partition ${this.#about.partition} of "${this.#about.topic}" has been given up.`);
    await this.#drop();
  }

  async #commit(commitment: Commitment): Promise<Written[]> {
    if (this.#void) throw this.#void;
    if (this.#unsettled && (await this.#settle(this.#unsettled, commitment))) return [];
    const offset = Math.max(commitment.offset, this.#standing.offset);
    const attempt = { offset, token: `${this.#id}.${++this.#count}`, commitment };
    try {
      const written = await this.#write(attempt);
      this.#standing = attempt;
      return written;
    } catch (error) {
      await this.#drop();
      if (isFencing(error)) throw this.#fenced(error);
      this.#unsettled = attempt;
      throw unavailable(error);
    }
  }

  /** The position first: so that waiting for the last transaction's markers is ours, and shorter than the client's. */
  async #write({ offset, token, commitment }: Attempt): Promise<Written[]> {
    const { group, topic, partition } = this.#about;
    const transaction = await this.#begin();
    // The metadata is passed on as it is, though the client's types do not know it here.
    const position = { partition, offset: String(offset), metadata: token };
    await afterMarkers(() => transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic, partitions: [position] }] }));
    const written: Written[] = [];
    for (const slice of commitment.slices) written.push(...lastOf(await transaction.sendBatch({ acks: -1, topicMessages: slice }), slice));
    await transaction.commit();
    this.#transaction = undefined;
    return written;
  }

  /** The first transaction of a producer fences, and waits until what an earlier holder had begun is ended. */
  async #begin(): Promise<Transaction> {
    if (!this.#producer) {
      const { kafka, transactionalId } = this.#about;
      const options = { maxInFlightRequests: 1, allowAutoTopicCreation: false };
      this.#producer = kafka.producer({ ...options, transactionalId, transactionTimeout, retry });
      await this.#producer.connect();
    }
    this.#transaction ??= await this.#producer.transaction();
    return this.#transaction;
  }

  /** Whether what is asked for now took place at the last attempt. What was open is ended by beginning anew. @throws Fenced, LogUnavailable */
  async #settle(attempt: Attempt, asked: Commitment): Promise<boolean> {
    const { token } = await orUnavailable(async () => {
      const before = await this.#look();
      // Somebody else's: beginning anew would fence the rightful holder.
      if (before.token !== this.#standing.token && before.token !== attempt.token) return before;
      await this.#begin();
      return this.#look();
    }).catch(async (error: unknown) => {
      await this.#drop();
      throw error;
    });
    if (token !== attempt.token && token !== this.#standing.token) throw this.#fenced(undefined);
    this.#unsettled = undefined;
    if (token !== attempt.token) return false;
    this.#standing = attempt;
    const { commitment } = attempt;
    if (commitment.passing) return false;
    if (commitment.next === asked.next && sameOutputs(commitment.outputs, asked.outputs)) return true;
    // The caller goes on from a state that is not the log's: it is to begin anew.
    throw this.#fenced(undefined);
  }

  async #look(): Promise<Standing> {
    const { admin, group, topic, partition } = this.#about;
    const found = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    const here = found[0]?.partitions.find((one) => one.partition === partition);
    return { offset: Math.max(0, Number(here?.offset ?? 0)), token: here?.metadata ?? '' };
  }

  async #drop(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    this.#transaction = undefined;
    await producer?.disconnect();
  }

  #fenced(cause: unknown): Fenced {
    this.#void = new Fenced(`Another process has taken partition ${this.#about.partition} of "${this.#about.topic}".`, { cause });
    return this.#void;
  }
}

async function afterMarkers(action: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === markersPatience || !errorTypes(error).includes('CONCURRENT_TRANSACTIONS')) throw error;
      await delay(markersPause);
    }
  }
}

function lastOf(written: readonly RecordMetadata[], slice: Slice): Written[] {
  return written.map(({ topicName, partition, baseOffset }) => {
    const messages = slice.find(({ topic }) => topic === topicName)?.messages ?? [];
    const count = messages.filter((message) => message.partition === partition).length;
    return { topic: topicName, partition, offset: Number(baseOffset ?? 0) + count - 1 };
  });
}

const fencing = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING', 'TRANSACTION_COORDINATOR_FENCED']);

function isFencing(error: unknown): boolean {
  return errorTypes(error).some((type) => fencing.has(type));
}
