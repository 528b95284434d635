import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Log, type LogRecord, type Outgoing, outgoing, type Tenure } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Ending } from '../../packages/model/ending.ts';
import type { Message } from '../../packages/model/message.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import { openSeries } from '../../packages/series/open.ts';
import { runStage, type Work } from '../../packages/stage/run-stage.ts';
import { storeTallies } from '../store/store-tallies.ts';
import { publishLedger } from './publish-ledger.ts';

const watch = { committed: () => {}, failed: () => {}, left: () => {} };
const usual: Message = { source: 's', format: 'chirpstack', stream: 'frames', topic: 't', payload: '', retained: false, receivedTime: 0 };
const hour = 3_600_000;

/** The log and the series of a city of which only the counting is real: decode's endings are given by the test. */
class Counting {
  readonly log: Log;
  readonly series: Series;
  readonly #folder: string;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>[] = [];

  private constructor(log: Log, series: Series, folder: string) {
    this.log = log;
    this.series = series;
    this.#folder = folder;
  }

  static async open(): Promise<Counting> {
    const folder = await mkdtemp(join(tmpdir(), 'vigie-ledger-'));
    return new Counting(await openLog({ engine: 'sqlite', folder, partitions: 1 }), await openSeries({ engine: 'sqlite', folder }), folder);
  }

  accept(messages: readonly Partial<Message>[]): Promise<void> {
    return this.log.append(messages.map((one, n) => outgoing(topics.messages, `k${n}`, { ...usual, ...one }, 0)));
  }

  /** Holds the partition until the test ends. Whoever takes it anew has taken it from the one before, as after a crash. */
  take(group: string, topic: Topic<unknown>): Promise<Tenure> {
    return new Promise((taken, failed) => {
      const run = async (tenure: Tenure) => {
        taken(tenure);
        await new Promise<void>((end) => tenure.signal.addEventListener('abort', () => end(), { once: true }));
      };
      this.#running.push(this.log.consume({ group, topic, run }, this.#stopping.signal).catch(failed));
    });
  }

  async ledger() {
    const { partitions, totals } = await publishLedger(this, {});
    const [standing] = partitions;
    return { standing: standing ?? { accepted: 0, ended: 0, lost: 0, waiting: 0 }, totals };
  }

  async dispose(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running);
    await this.log.close();
    await this.series.close();
    await rm(this.#folder, { recursive: true });
  }
}

type Kind = 'forwarded' | 'duplicate' | 'mic_mismatch' | 'no_codec';

function endingOf({ value, offset }: LogRecord, kind: Kind): Outgoing {
  const { receivedTime, resend } = decode(topics.messages, value ?? new Uint8Array());
  const released = resend ? { released: { reason: resend.reason, plane: resend.plane } } : {};
  const common = { id: `${offset}`, receivedTime, plane: 'open', read: { register: 0, sessions: 0 }, ...released } as const;
  const endings: Record<Kind, Ending> = {
    forwarded: { ...common, ending: 'forwarded', to: 'readings', readings: 1 },
    duplicate: { ...common, ending: 'duplicate', of: '0' },
    mic_mismatch: { ...common, ending: 'quarantined', reason: 'mic_mismatch', step: 'verify_mic' },
    no_codec: { ...common, ending: 'quarantined', reason: 'no_codec', step: 'run_codec' },
  };
  return outgoing(topics.endings, 'k', endings[kind], 0);
}

const needless = ({ offset }: LogRecord): Outgoing =>
  outgoing(
    topics.endings,
    'k',
    { id: `${offset}`, receivedTime: 0, plane: 'open', read: { register: 0, sessions: 0 }, ending: 'needless' },
    0,
  );

/** Decode and the ledger's stage, step by step, in whatever order the test wants. */
class ByHand {
  readonly #city: Counting;
  #decode: Tenure | undefined;
  #count: { tenure: Tenure; work: Work } | undefined;
  #uncommitted: { outputs: Outgoing[]; next: number } | undefined;
  accepted = 0;
  again = 0;

  constructor(city: Counting) {
    this.#city = city;
  }

  async accept(n: number): Promise<void> {
    await this.#city.accept(Array.from({ length: n }, (_, at) => ({ receivedTime: ((this.accepted + at) % 3) * hour })));
    this.accepted += n;
  }

  /** Sends a message again that waits, or one that does not wait any more. */
  async resend(reason: 'mic_mismatch' | 'no_codec'): Promise<void> {
    const resend = { id: '0', attempt: 1, reason, step: 'verify_mic', plane: 'open' } as const;
    await this.#city.accept([{ resend }]);
    this.again += 1;
  }

  async decode(kinds: readonly Kind[]): Promise<void> {
    this.#decode ??= await this.#city.take('decode', topics.messages);
    const records = await this.#city.log.read(topics.messages, 0, this.#decode.position, kinds.length);
    const outputs = records.map((record, at) => {
      const isNeedless = decode(topics.messages, record.value ?? new Uint8Array()).resend?.reason === 'no_codec';
      return isNeedless ? needless(record) : endingOf(record, kinds[at] ?? 'forwarded');
    });
    await this.#decode.commit(outputs, this.#decode.position + records.length);
  }

  /** Tallies reach the series; the position moves at `commitCount`, or never. */
  async count(n: number): Promise<void> {
    if (this.#uncommitted) return;
    this.#count ??= await this.#begin();
    const { tenure, work } = this.#count;
    const records = await this.#city.log.read(topics.endings, 0, tenure.position, n);
    if (records.length > 0) this.#uncommitted = { outputs: await work(records), next: tenure.position + records.length };
  }

  async commitCount(): Promise<void> {
    if (this.#uncommitted) await this.#count?.tenure.commit(this.#uncommitted.outputs, this.#uncommitted.next);
    this.#uncommitted = undefined;
  }

  /** The ledger's stage dies; what it had not committed comes again. */
  async crash(): Promise<void> {
    this.#uncommitted = undefined;
    this.#count = await this.#begin();
  }

  async #begin(): Promise<{ tenure: Tenure; work: Work }> {
    const tenure = await this.#city.take('ledger', topics.endings);
    return { tenure, work: await storeTallies({ batch: 10, timeZone: 'Europe/Paris' }, this.#city.series).begin(tenure) };
  }
}

type Act = (hand: ByHand) => Promise<void>;
const kind = fc.constantFrom<Kind>('forwarded', 'duplicate', 'mic_mismatch', 'no_codec');
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map(
    (n): Act =>
      (hand) =>
        hand.accept(n),
  ),
  fc.array(kind, { minLength: 1, maxLength: 12 }).map(
    (kinds): Act =>
      (hand) =>
        hand.decode(kinds),
  ),
  fc.constantFrom('mic_mismatch' as const, 'no_codec' as const).map(
    (reason): Act =>
      (hand) =>
        hand.resend(reason),
  ),
  fc.integer({ min: 1, max: 12 }).map(
    (n): Act =>
      (hand) =>
        hand.count(n),
  ),
  fc.constant<Act>((hand) => hand.commitCount()),
  fc.constant<Act>((hand) => hand.crash()),
);

test('truth 2: whichever stage lags, and wherever one dies, the sum holds and nothing looks lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
      const city = await Counting.open();
      try {
        const hand = new ByHand(city);
        for (const one of acts) {
          await one(hand);
          const { standing, totals } = await city.ledger();
          const { accepted, forwarded, duplicate, quarantined, released, needless: nothing } = totals;
          expect(standing).toMatchObject({ lost: 0, accepted, ended: accepted });
          expect(Object.values(quarantined).reduce((all, count) => all + count, forwarded + duplicate)).toBe(accepted);
          expect(accepted + standing.waiting + released + nothing).toBe(hand.accepted + hand.again);
        }
      } finally {
        await city.dispose();
      }
    }),
    { numRuns: 15 },
  );
});

test('truth 2: asked again and again while both stages run, nothing ever looks lost', async () => {
  const city = await Counting.open();
  const stopping = new AbortController();
  const decoding = {
    ...{ group: 'decode', topic: topics.messages, batch: 20 },
    begin: async () => async (records: readonly LogRecord[]) => records.map((record) => endingOf(record, 'forwarded')),
  };
  const stages = [decoding, storeTallies({ batch: 15, timeZone: 'Europe/Paris' }, city.series)].map((stage) =>
    runStage(stage, city.log, watch, stopping.signal),
  );
  const total = 2_000;
  const accepting = (async () => {
    for (let n = 0; n < total; n += 50) await city.accept(Array(50).fill({}));
  })();
  let asked = 0;
  for (let counted = 0; counted < total; asked += 1) {
    const { standing } = await city.ledger();
    expect(standing.lost).toBe(0);
    expect(standing.accepted).toBeGreaterThanOrEqual(counted);
    counted = standing.accepted;
    await turn();
  }
  await accepting;
  stopping.abort();
  await Promise.all(stages);
  expect(asked).toBeGreaterThan(3);
  expect((await city.ledger()).standing).toEqual({ partition: 0, accepted: total, ended: total, lost: 0, waiting: 0 });
  await city.dispose();
}, 20_000);

test('truth 2: a message without an ending, and an ending that was not counted, are both lost', async () => {
  const city = await Counting.open();
  await city.accept([{}, {}, {}]);
  const tenure = await city.take('decode', topics.messages);
  const records = await city.log.read(topics.messages, 0, 0, 3);
  await tenure.commit(
    records.slice(1).map((record) => endingOf(record, 'duplicate')),
    3,
  );
  // Not yet told from those whose endings wait to be counted.
  expect((await city.ledger()).standing).toMatchObject({ lost: 0, waiting: 3 });
  await (await city.take('ledger', topics.endings)).commit([], 2);
  expect((await city.ledger()).standing).toEqual({ partition: 0, accepted: 3, ended: 0, lost: 3, waiting: 0 });
  await city.dispose();
});

test('hours are those asked for; partitions are over all time', async () => {
  const city = await Counting.open();
  const hand = new ByHand(city);
  await hand.accept(9);
  await hand.decode(Array(9).fill('mic_mismatch'));
  await hand.count(9);
  const of = (from: number, to: number) => publishLedger(city, { from, to });
  const { totals, hours, partitions } = await of(hour, 3 * hour);
  expect(totals).toMatchObject({ accepted: 6, quarantined: { mic_mismatch: 6 } });
  expect(hours.map(({ hour: at, plane, accepted }) => [at, plane, accepted])).toEqual([
    ['1970-01-01T01:00:00.000Z', 'open', 3],
    ['1970-01-01T02:00:00.000Z', 'open', 3],
  ]);
  expect(partitions).toMatchObject([{ accepted: 9, ended: 9 }]);
  await expect(of(hour, hour)).rejects.toMatchObject({ status: 400, detail: expect.stringMatching(/^from: /) });
  await city.dispose();
});

test('without a beginning, totals are of all hours, and the newest 48 are listed one by one', async () => {
  const city = await Counting.open();
  const none = { partition: 0, plane: 'open', duplicate: 0, quarantined: {}, released: 0, needless: 0 } as const;
  await city.series.writeTallies(Array.from({ length: 100 }, (_, n) => ({ ...none, hour: n * hour, forwarded: n })));
  const { totals, hours } = await publishLedger(city, {});
  expect(totals.accepted).toBe(4_950);
  expect(hours.map(({ forwarded }) => forwarded)).toEqual(Array.from({ length: 48 }, (_, n) => 52 + n));
  const all = await publishLedger(city, { from: 0 });
  expect(all.hours).toHaveLength(100);
  await city.dispose();
});
