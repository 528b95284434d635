import type { Topic } from '../../model/topics.ts';
import { Fenced, type Log, type LogRecord, type Outgoing, type Tenure } from '../contract.ts';

export interface LogFixture {
  readonly log: Log;
  /** Another Log on the same storage, as a second or a restarted process has it; closes none of the earlier ones. */
  reopen(): Promise<Log>;
  /** Closes every log of this fixture and removes the storage. */
  dispose(): Promise<void>;
}

export type Make = () => Promise<LogFixture>;

/** A moment of the past from which the suite's records count their times, ms. */
export const start = Date.UTC(2026, 0, 1);

/** The body of a test that gets a fresh log. */
export function onLog(make: Make, body: (fixture: LogFixture) => Promise<void>): () => Promise<void> {
  return async () => {
    const fixture = await make();
    try {
      await body(fixture);
    } finally {
      await fixture.dispose();
    }
  };
}

export function text(topic: Topic<unknown>, key: string, value: string | null, more: { partition?: number; time?: number } = {}): Outgoing {
  return { topic, key, value: value === null ? null : Buffer.from(value), time: start, ...more };
}

export function textOf(record: LogRecord): string | null {
  return record.value === null ? null : Buffer.from(record.value).toString();
}

export async function readAll(log: Log, topic: Topic<unknown>, partition: number): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  for (let offset = 0; ; ) {
    const page = await log.read(topic, partition, offset, 1000);
    const last = page.at(-1);
    if (last === undefined) return all;
    all.push(...page);
    offset = last.offset + 1;
  }
}

/** Every record of every partition, partition by partition. */
export async function readTopic(log: Log, topic: Topic<unknown>): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  for (let partition = 0; partition < log.partitions(topic); partition++) all.push(...(await readAll(log, topic, partition)));
  return all;
}

export async function texts(log: Log, topic: Topic<unknown>): Promise<(string | null)[]> {
  return (await readTopic(log, topic)).map(textOf);
}

export interface Claim {
  readonly log: Log;
  readonly group: string;
  readonly topic: Topic<unknown>;
  readonly partition?: number;
}

/** Does `work` in a tenure of one partition (0 unless told), then gives everything up. */
export async function inTenure<T>({ log, group, topic, partition = 0 }: Claim, work: (tenure: Tenure) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const results: T[] = [];
  const run = async (tenure: Tenure): Promise<void> => {
    if (tenure.partition !== partition) return aborted(tenure.signal);
    results.push(await work(tenure));
    stop.abort();
  };
  await log.consume({ group, topic, run }, stop.signal);
  if (results.length !== 1) throw new Error(`The tenure ran ${results.length} times.`);
  return results[0] as T;
}

/** Holds a group's partitions until `release`, as a process that does not hear that it must give up. */
export function hold({ log, group, topic }: Claim): { first: Promise<Tenure[]>; release(): Promise<void> } {
  const stop = new AbortController();
  const released = aborted(stop.signal);
  const tenures: Tenure[] = [];
  let filled: (all: Tenure[]) => void = () => {};
  const first = new Promise<Tenure[]>((resolve) => {
    filled = resolve;
  });
  const run = async (tenure: Tenure): Promise<void> => {
    tenures.push(tenure);
    if (tenures.length === log.partitions(topic)) filled(tenures);
    await released;
  };
  const ended = log.consume({ group, topic, run }, stop.signal).catch((error: unknown) => {
    // An engine whose holder cannot get the partition back may say so.
    if (!(error instanceof Fenced)) throw error;
  });
  const release = (): Promise<void> => {
    stop.abort();
    return ended;
  };
  return { first, release };
}

export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
