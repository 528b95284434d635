import { isDeepStrictEqual } from 'node:util';
import { type Log, type LogRecord, type Outgoing, outgoing } from '../log/contract.ts';
import { decode } from '../model/contents.ts';
import { type Topic, topics } from '../model/topics.ts';
import type { MasterKey } from './master-key.ts';
import { sealEntityAnew } from './root-keys.ts';
import { sealAnew } from './seal.ts';
import { placeOf } from './sealed-log/record-keys.ts';
import { beneath } from './sealed-log/sealed-log.ts';
import { keyNameOf } from './sealed-log/sealed-value.ts';
import { masterKeyName } from './sealed-log/seals.ts';
import { sealSessionAnew } from './session-keys.ts';

export interface SealAnewParts {
  /** A sealed log. */
  readonly log: Log;
  readonly masterKey: MasterKey;
  readonly now: () => number;
  /** Lets one piece of work be done between those of others who change the same records. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** Records in one step: others have their turn between two. */
const step = 200;

/**
 * Writes what stands under a former master key again under the one of today: the sessions, the register's keys, the keys of days and devices. Everything else
 * runs meanwhile; interrupted, it is begun again and finds less to do.
 * @returns how many records were written, and how many are still there under a former key (a topic with a history keeps what was replaced)
 * @throws LogUnavailable, SealBroken
 */
export async function sealAllAnew(parts: SealAnewParts): Promise<{ written: number; remaining: number }> {
  let [written, remaining] = [0, 0];
  for (const topic of Object.keys(ways) as Way[]) {
    for (let partition = 0; partition < parts.log.partitions(topics[topic]); partition++) {
      written += await sealPartition(parts, topic, partition);
      remaining += await countFormer(parts, topic, partition);
    }
  }
  return { written, remaining };
}

type Way = 'sessions' | 'register' | 'recordKeys';

/** Of each topic: the same record, sealed with the key of today. */
const ways: { readonly [Name in Way]: (record: LogRecord & { readonly value: Uint8Array }, parts: SealAnewParts) => Outgoing } = {
  sessions: ({ key, value, partition }, { masterKey, now }) => {
    const is = decode(topics.sessions, value);
    return outgoing(topics.sessions, key, 'spoken' in is ? is : sealSessionAnew(masterKey, is), now(), partition);
  },
  register: ({ key, value, partition }, { masterKey, now }) =>
    outgoing(topics.register, key, sealEntityAnew(masterKey, decode(topics.register, value)), now(), partition),
  recordKeys: ({ key, value, partition }, { masterKey, now }) => {
    const is = decode(topics.recordKeys, value);
    return outgoing(topics.recordKeys, key, { ...is, key: sealAnew(masterKey, is.key, placeOf(is)) }, now(), partition);
  },
};

async function sealPartition(parts: SealAnewParts, name: Way, partition: number): Promise<number> {
  const topic: Topic<unknown> = topics[name];
  const newest = new Map<string, number>();
  let [seen, from, written, isDone] = [0, 0, 0, false];
  // What is written from here on is the next call's, if it is under a former key at all.
  let end: number | undefined;
  const lookFor = async () => {
    for await (const { key, offset } of everyRecord(beneath(parts.log), topic, partition, seen)) {
      newest.set(key, offset);
      seen = offset + 1;
    }
  };
  while (!isDone) {
    await parts.inTurn(async () => {
      await lookFor();
      end ??= seen;
      const page = await formerIn(parts, name, partition, from);
      const standing = page.former.filter(({ key, offset }) => newest.get(key) === offset);
      if (standing.length > 0) await parts.log.append(standing.map(({ anew }) => anew));
      written += standing.length;
      from = page.next ?? from;
      isDone = page.next === undefined || page.next >= end;
    });
  }
  return written;
}

async function countFormer(parts: SealAnewParts, name: Way, partition: number): Promise<number> {
  let count = 0;
  for (let from: number | undefined = 0; from !== undefined; ) {
    const page = await formerIn(parts, name, partition, from);
    count += page.former.length;
    from = page.next;
  }
  return count;
}

interface Former {
  readonly key: string;
  readonly offset: number;
  readonly anew: Outgoing;
}

/** Of one page of records those that are not wholly under the key of today. */
async function formerIn(parts: SealAnewParts, name: Way, partition: number, from: number): Promise<{ former: Former[]; next?: number }> {
  const topic: Topic<unknown> = topics[name];
  const sealed = await beneath(parts.log).read(topic, partition, from, step);
  const last = sealed.at(-1);
  if (!last) return { former: [] };
  const opened = new Map((await parts.log.read(topic, partition, from, step)).map((record) => [record.offset, record.value]));
  const former = sealed.flatMap((record): Former[] => {
    const value = opened.get(record.offset);
    if (!value || !record.value) return [];
    const { key, offset } = record;
    const anew = ways[name]({ ...record, value }, parts);
    const isOuter = topic.sealed === 'master' && keyNameOf(record.value) !== masterKeyName(parts.masterKey);
    const isInner = !isDeepStrictEqual(decode(topic, value), anew.value && decode(topic, anew.value));
    return isOuter || isInner ? [{ key, offset, anew }] : [];
  });
  return { former, next: last.offset + 1 };
}

async function* everyRecord(log: Log, topic: Topic<unknown>, partition: number, start: number): AsyncGenerator<LogRecord> {
  for (let from = start; ; ) {
    const records = await log.read(topic, partition, from, 1_000);
    yield* records;
    const last = records.at(-1);
    if (!last) return;
    from = last.offset + 1;
  }
}
