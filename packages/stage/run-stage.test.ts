import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Log, type LogRecord, type Outgoing, outgoing } from '../log/contract.ts';
import { openLog } from '../log/open.ts';
import type { Ending } from '../model/ending.ts';
import type { Message } from '../model/message.ts';
import { topics } from '../model/topics.ts';
import { type Piece, runStage, type Stage, type StageWatch } from './run-stage.ts';

let folder: string;
let log: Log;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-stage-'));
  log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const message: Message = { source: 's', format: 'chirpstack', stream: 'frames', topic: 't', payload: '', retained: false, receivedTime: 1 };
const messages = (n: number) => Array.from({ length: n }, (_, at) => outgoing(topics.messages, 'key', message, at));

function endingOf({ offset }: LogRecord): Outgoing {
  const ending: Ending = {
    ending: 'forwarded',
    to: 'readings',
    readings: 0,
    id: String(offset),
    receivedTime: 1,
    plane: 'nobody',
    read: { register: 0, sessions: 0 },
  };
  return outgoing(topics.endings, 'key', ending, 1);
}

/** Resolves `reached` when so many records are committed. */
function watchFor(total: number): { watch: StageWatch; reached: Promise<void>; failures: unknown[]; left: number[] } {
  const [failures, left]: [unknown[], number[]] = [[], []];
  let committed = 0;
  let tell = () => {};
  const reached = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const watch: StageWatch = {
    committed({ records }) {
      committed += records;
      if (committed >= total) tell();
    },
    failed: ({ error }) => failures.push(error),
    left: ({ partition }) => left.push(partition),
  };
  return { watch, reached, failures, left };
}

const backOff = { first: 1, most: 4 };
const stageOf = (begin: Stage['begin']): Stage => ({ group: 'test', topic: topics.messages, batch: 10, begin });

test('truth 4: what work gives and the position move together, in batches of the size that was set', async () => {
  await log.append(messages(25));
  const { watch, reached, left } = watchFor(25);
  const stopping = new AbortController();
  const sizes: number[] = [];
  const stage = stageOf(async () => async (records) => {
    sizes.push(records.length);
    return records.map(endingOf);
  });
  const running = runStage(stage, log, watch, stopping.signal);
  await reached;
  expect(left).toEqual([-1]);
  stopping.abort();
  await running;
  expect(left).toEqual([-1, 0]);
  expect(sizes).toEqual([10, 10, 5]);
  expect(await log.read(topics.endings, 0, 0, 100)).toHaveLength(25);
  expect(await log.standing('test', topics.messages)).toMatchObject([{ committed: 25, end: 25 }]);
});

test('truth 7: work that fails is begun anew with fresh state and tried again, and nothing is committed twice', async () => {
  await log.append(messages(12));
  const { watch, reached, failures } = watchFor(12);
  const stopping = new AbortController();
  let begun = 0;
  const stage = stageOf(async () => {
    begun += 1;
    return async (records) => {
      if (begun < 4) throw new Error('the sink is away');
      return records.map(endingOf);
    };
  });
  const running = runStage(stage, log, watch, stopping.signal, backOff);
  await reached;
  stopping.abort();
  await running;
  expect(failures).toHaveLength(3);
  expect(begun).toBe(4);
  expect(await log.read(topics.endings, 0, 0, 100)).toHaveLength(12);
});

test('a stage that is told to stop finishes and commits the batch in hand', async () => {
  await log.append(messages(30));
  const { watch } = watchFor(10);
  const stopping = new AbortController();
  const stage = stageOf(async () => async (records) => {
    stopping.abort();
    return records.map(endingOf);
  });
  await runStage(stage, log, watch, stopping.signal);
  expect(await log.standing('test', topics.messages)).toMatchObject([{ committed: 10 }]);
  expect(await log.read(topics.endings, 0, 0, 100)).toHaveLength(10);
});

test('a stage that is told to stop while its sink is away leaves the position where it was', async () => {
  await log.append(messages(3));
  const stopping = new AbortController();
  const watch: StageWatch = { committed: () => {}, failed: () => stopping.abort(), left: () => {} };
  const stage = stageOf(async () => async () => {
    throw new Error('the sink is away');
  });
  await runStage(stage, log, watch, stopping.signal, backOff);
  expect(await log.standing('test', topics.messages)).toMatchObject([{ committed: 0, end: 3 }]);
});

/** Pieces that say one after another that they were made; `waiting` ends with the signal. */
function pieces(made: readonly string[]): { next(signal: AbortSignal): Promise<Piece>; readonly dropped: Promise<void> } {
  const left = [...made];
  let drop = () => {};
  const dropped = new Promise<void>((resolve) => {
    drop = resolve;
  });
  return {
    dropped,
    async next(signal) {
      const name = left.shift();
      if (name === undefined) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        drop();
      }
      return async () => (name === undefined ? [] : [outgoing(topics.endings, name, ended, 1, 0)]);
    },
  };
}

const ended: Ending = {
  ...{ ending: 'duplicate', of: 'x', id: 'aside', receivedTime: 1, plane: 'nobody' },
  read: { register: 0, sessions: 0 },
};
const keys = async () => (await log.read(topics.endings, 0, 0, 100)).map(({ key }) => key);

test('truth 7: what is done aside is committed between batches, with the position where it stands, and neither waits for the other’s end', async () => {
  await log.append(messages(30));
  const { watch, reached } = watchFor(30);
  const stopping = new AbortController();
  const aside = pieces(['a', 'b', 'c', 'd', 'e', 'f']);
  const begin = async () => Object.assign(async (records: readonly LogRecord[]) => records.slice(0, 1).map(endingOf), { aside });
  const running = runStage(stageOf(begin), log, watch, stopping.signal);
  await reached;
  while ((await keys()).length < 9) await log.changed([topics.endings], AbortSignal.timeout(1_000));
  stopping.abort();
  await running;
  await aside.dropped;
  expect((await keys()).filter((key) => key !== 'key')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  expect((await keys()).indexOf('f')).toBeGreaterThan((await keys()).indexOf('key'));
  expect((await keys()).lastIndexOf('key')).toBeGreaterThan((await keys()).indexOf('a'));
  expect(await log.standing('test', topics.messages)).toMatchObject([{ committed: 30 }]);
});

test('what is done aside without any records is committed too; when work fails it is dropped and begun anew', async () => {
  const { watch, reached, failures } = watchFor(1);
  const stopping = new AbortController();
  const asides = [pieces(['a']), pieces(['b'])];
  let begun = -1;
  const begin = async () => {
    begun += 1;
    const work = async (records: readonly LogRecord[]) => {
      if (begun === 0) throw new Error('the sink is away');
      return records.map(endingOf);
    };
    return Object.assign(work, { aside: asides[begun] ?? pieces([]) });
  };
  const running = runStage(stageOf(begin), log, watch, stopping.signal, backOff);
  while ((await keys()).length < 1) await log.changed([topics.endings], AbortSignal.timeout(1_000));
  await log.append(messages(1));
  await asides[0]?.dropped;
  await reached;
  while ((await keys()).length < 3) await log.changed([topics.endings], AbortSignal.timeout(1_000));
  stopping.abort();
  await running;
  expect(failures).toHaveLength(1);
  expect((await keys()).toSorted()).toEqual(['a', 'b', 'key']);
});
