import { type Log, type LogRecord, outgoing, removal } from '../log/contract.ts';
import { decode } from '../model/contents.ts';
import type { Destroyed } from '../model/destroyed.ts';
import { type Topic, topics } from '../model/topics.ts';

/** A record of the keys of a device; undefined: it is of something else. */
const deviceOf: readonly { readonly topic: Topic<unknown>; of(value: Uint8Array): string | undefined }[] = [
  { topic: topics.sessions, of: (value) => decode(topics.sessions, value).device },
  {
    topic: topics.register,
    of: (value) => {
      const entity = decode(topics.register, value);
      return entity.entity === 'root_keys' ? entity.device : undefined;
    },
  },
  {
    topic: topics.recordKeys,
    of: (value) => {
      const { scope } = decode(topics.recordKeys, value);
      return 'device' in scope ? scope.device : undefined;
    },
  },
];

/**
 * Removes the sessions and root keys of devices, and the keys of their kept frames: these are read as if they had been removed too. What was written
 * after the destruction stays: a device may be given new keys. That it was destroyed is remembered for ever. Again changes nothing.
 * @param log a sealed log @returns how many records were removed @throws LogUnavailable
 */
export async function destroyKeys(log: Log, destroyed: readonly Destroyed[], now: number): Promise<number> {
  if (destroyed.length === 0) return 0;
  const until = new Map<string, number>();
  for (const { device, time } of destroyed) until.set(device, Math.max(time, until.get(device) ?? 0));
  await remember(log, until, now);
  let removed = 0;
  for (const { topic, of } of deviceOf) {
    const over = (await keysIn(log, topic, of)).filter(({ device, time }) => time <= (until.get(device) ?? Number.NEGATIVE_INFINITY));
    if (over.length > 0) await log.append(over.map(({ key, partition }) => removal(topic, key, now, partition)));
    removed += over.length;
  }
  // The keys go out of memory and out of the files.
  if (removed > 0) await log.sweep(now);
  return removed;
}

/** The moment that ends all keys of the device which stand now: a clock that has gone back since one was written spares none. @throws LogUnavailable */
export async function endOfKeys(log: Log, device: string, now: number): Promise<number> {
  const found = await Promise.all(deviceOf.map(({ topic, of }) => keysIn(log, topic, of)));
  return Math.max(now, ...found.flat().flatMap((one) => (one.device === device ? [one.time] : [])));
}

/** Records of keys, each with the device whose keys they are. */
async function keysIn(log: Log, topic: Topic<unknown>, of: (value: Uint8Array) => string | undefined) {
  return (await newestOfEach(log, topic)).flatMap(({ key, partition, time, value }) => {
    const device = value === null ? undefined : of(value);
    return device === undefined ? [] : [{ key, partition, time, device }];
  });
}

/** The destructions that the log remembers. @throws LogUnavailable */
export async function destroyedIn(log: Log): Promise<Destroyed[]> {
  return (await newestOfEach(log, topics.destroyed)).flatMap(({ value }) => (value ? [decode(topics.destroyed, value)] : []));
}

async function remember(log: Log, until: ReadonlyMap<string, number>, now: number): Promise<void> {
  const known = new Map((await destroyedIn(log)).map(({ device, time }) => [device, time]));
  const news = [...until].filter(([device, time]) => time > (known.get(device) ?? Number.NEGATIVE_INFINITY));
  if (news.length > 0) await log.append(news.map(([device, time]) => outgoing(topics.destroyed, device, { device, time }, now)));
}

async function newestOfEach(log: Log, topic: Topic<unknown>): Promise<LogRecord[]> {
  const newest = new Map<string, LogRecord>();
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    for (let from = 0; ; ) {
      const records = await log.read(topic, partition, from, 1_000);
      for (const record of records) newest.set(record.key, record);
      const last = records.at(-1);
      if (!last) break;
      from = last.offset + 1;
    }
  }
  return [...newest.values()];
}
