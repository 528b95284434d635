import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Evidence, evidences, outranks } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import type { Series, WriteAnswer } from '../contract.ts';
import { aReading, byKey, type Make, minute, noon, on, readings } from './store.ts';

const answersOf = (answers: readonly WriteAnswer[]) => answers.map(({ answer }) => answer);

/** Answers, claims to one identity, and that writing again changes nothing. */
export function writingSuite(make: Make): void {
  test(
    'truth 4: writing again is writing once',
    on(make, async (series) => {
      const batch = [0, 1, 2].map((index) => aReading({ phenomenonTime: noon + index * minute, value: index }));
      const first = await series.write(batch);
      const again = await series.write(batch);
      expect(answersOf(first)).toEqual(['stored', 'stored', 'stored']);
      expect(again).toEqual(first);
      expect(await readings(series)).toEqual(batch);
    }),
  );

  test(
    'a batch of nothing is answered by nothing',
    on(make, async (series) => expect(await series.write([])).toEqual([])),
  );

  test(
    'truth 12: the stronger evidence takes the place of the weaker, whichever comes first',
    on(make, async (series) => {
      const token = aReading({ evidence: 'token', value: 1, frame: 'a' });
      const ownMic = aReading({ evidence: 'own_mic', value: 2, frame: 'z' });
      expect(answersOf(await series.write([token]))).toEqual(['stored']);
      expect(answersOf(await series.write([ownMic]))).toEqual(['stored']);
      expect(answersOf(await series.write([token]))).toEqual(['outranked']);
      expect(await readings(series)).toEqual([ownMic]);
      expect(await series.latest()).toEqual([ownMic]);
    }),
  );

  test(
    'of claims with equal evidence the smaller frame reference stands',
    on(make, async (series) => {
      const [a, b, c] = ['a', 'b', 'c'].map((frame, value) => aReading({ frame, value })) as [Reading, Reading, Reading];
      expect(answersOf(await series.write([b, c, a, b]))).toEqual(['stored', 'outranked', 'stored', 'outranked']);
      expect(await readings(series)).toEqual([a]);
    }),
  );

  test(
    'a winning claim brings all its fields, and leaves none of the loser',
    on(make, async (series) => {
      const loser = aReading({ evidence: 'none', value: null, raw: 'Infinity', flags: ['not_a_number'], device: 'device-1' });
      const winner = aReading({ evidence: 'server_word', value: 4, device: 'device-2', site: 'elsewhere', message: 'other' });
      await series.write([loser]);
      await series.write([winner]);
      expect(await readings(series)).toEqual([winner]);
    }),
  );

  test(
    'codec versions stand side by side',
    on(make, async (series) => {
      const both = ['decentlab/dl-pm@1', 'decentlab/dl-pm@2'].map((codecVersion, value) => aReading({ codecVersion, value }));
      expect(answersOf(await series.write(both))).toEqual(['stored', 'stored']);
      expect(await readings(series)).toEqual(both);
    }),
  );

  test(
    'what no store could keep is rejected by itself, with the reason; the others are stored',
    on(make, async (series) => {
      const good = aReading();
      const bad: [Partial<Reading>, RegExp][] = [
        [{ phenomenonTime: noon + 0.5 }, /phenomenonTime.*whole/],
        [{ phenomenonTime: Number.NaN }, /phenomenonTime/],
        [{ phenomenonTime: -1 }, /phenomenonTime.*1970 to 2100/],
        [{ phenomenonTime: Date.UTC(2101, 0, 1) }, /phenomenonTime.*1970 to 2100/],
        [{ receivedTime: noon + 0.5 }, /receivedTime/],
        [{ value: Number.NaN }, /value is NaN/],
        [{ value: Number.NEGATIVE_INFINITY }, /value is -Infinity/],
        [{ datastream: '' }, /datastream is empty/],
        [{ codecVersion: '' }, /codecVersion is empty/],
      ];
      const last = aReading({ phenomenonTime: Date.UTC(2101, 0, 1) - 1 });
      const answers = await series.write([good, ...bad.map(([fault]) => aReading(fault)), last]);
      expect(answersOf(answers)).toEqual(['stored', ...bad.map(() => 'rejected'), 'stored']);
      for (const [index, [, words]] of bad.entries()) expect(answers[index + 1]).toMatchObject({ detail: expect.stringMatching(words) });
      expect(await readings(series)).toEqual([good, last]);
    }),
  );

  test(
    'truth 3: any order of arrival, doubled and cut into batches in any way, ends in the same store',
    on(make, async (series) => {
      let run = 0;
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ claims, order, cuts }) => {
          run += 1;
          const prefix = `run-${run}/`;
          await writeInBatches(
            series,
            order.map((index) => asReading(claims[index % claims.length] ?? claims[0], prefix)),
            cuts,
          );
          const expected = settled(claims.map((claim) => asReading(claim, prefix)));
          const names = [...new Set(expected.map(({ datastream }) => datastream))];
          expect(await readings(series, { datastreams: names })).toEqual(expected);
          expect(await series.latest(names)).toEqual(newest(expected));
        }),
        { numRuns: 40 },
      );
    }),
  );
}

interface Claim {
  readonly stream: number;
  readonly time: number;
  readonly codec: number;
  readonly evidence: Evidence;
  readonly frame: number;
}

const claim = fc.record({
  stream: fc.nat(2),
  time: fc.nat(3),
  codec: fc.nat(1),
  evidence: fc.constantFrom(...evidences),
  frame: fc.nat(3),
});

/** Claims, an order in which each of them comes at least once and some again, and the sizes of the batches. */
const arrivals = fc.array(claim, { minLength: 1, maxLength: 25 }).chain((claims) => {
  const every = claims.map((_, index) => index);
  const again = fc.array(fc.nat(claims.length - 1), { maxLength: 15 });
  return fc.record({
    claims: fc.constant(claims as [Claim, ...Claim[]]),
    order: again.chain((more) => fc.shuffledSubarray([...every, ...more], { minLength: every.length + more.length })),
    cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
  });
});

/** The content follows from identity, evidence and frame, as it does for real frames. */
function asReading({ stream, time, codec, evidence, frame }: Claim, prefix: string): Reading {
  return aReading({
    datastream: `${prefix}${stream}`,
    phenomenonTime: noon + time,
    codecVersion: `codec@${codec}`,
    evidence,
    frame: `frame-${frame}`,
    value: 100 * stream + 10 * time + frame + evidences.indexOf(evidence) / 10,
    message: `message-${frame}`,
  });
}

async function writeInBatches(series: Series, arriving: readonly Reading[], cuts: readonly number[]): Promise<void> {
  for (let begin = 0, round = 0; begin < arriving.length; round += 1) {
    const size = cuts[round % cuts.length] ?? 1;
    await series.write(arriving.slice(begin, begin + size));
    begin += size;
  }
}

function settled(all: readonly Reading[]): Reading[] {
  const standing = new Map<string, Reading>();
  for (const reading of all) {
    const identity = `${reading.datastream} ${reading.phenomenonTime} ${reading.codecVersion}`;
    const other = standing.get(identity);
    if (other === undefined || outranks(reading, other)) standing.set(identity, reading);
  }
  return [...standing.values()].sort(byKey);
}

/** The last in order of each datastream, by datastream. */
function newest(ordered: readonly Reading[]): Reading[] {
  const last = new Map(ordered.map((reading) => [reading.datastream, reading]));
  return [...last.keys()].sort().flatMap((name) => last.get(name) ?? []);
}
