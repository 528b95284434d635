import { type Claimant, outranks } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import type { WriteAnswer } from '../contract.ts';
import { findFault } from '../find-fault.ts';
import { isNewer, readLatest } from './read-latest.ts';
import { latestLine, readingLine } from './reading-point.ts';
import type { Server } from './server.ts';
import { identityOf, readStanding } from './standing.ts';
import { writeLines } from './write-lines.ts';

/**
 * Settles a batch against what stands, writes the winners, then the newest of each datastream. One batch at a time: the caller sees to that.
 * A crash between the two leaves the newest behind; the same batch, which comes again, brings it.
 * @throws SeriesUnavailable: write the whole batch again.
 */
export async function writeReadings(server: Server, readings: readonly Reading[]): Promise<WriteAnswer[]> {
  const faults = readings.map(faultOf);
  const sound = readings.filter((_, index) => faults[index] === undefined);
  if (sound.length === 0) return faults.map(rejected);
  const newest = await readLatest(server, [...new Set(sound.map(({ datastream }) => datastream))]);
  const standing = await readStanding(
    server,
    sound.filter((reading) => mayStand(reading, newest)),
  );
  const { answers, placed } = settle(readings, faults, standing);
  await place(server, readings, answers, placed);
  await writeNewest(server, readings, answers, newest);
  return answers;
}

function faultOf(reading: Reading): string | undefined {
  const odd = [reading.datastream, reading.codecVersion].some((name) => /\p{Surrogate}/u.test(name));
  return odd ? 'datastream or codecVersion holds half a sign (a lone surrogate)' : findFault(reading);
}

const rejected = (detail: string | undefined): WriteAnswer => ({ answer: 'rejected', detail: detail ?? '' });

/** Nothing stands at a time later than the newest. */
function mayStand({ datastream, phenomenonTime }: Reading, newest: ReadonlyMap<string, Reading>): boolean {
  const known = newest.get(datastream);
  return known !== undefined && phenomenonTime <= known.phenomenonTime;
}

interface Settled {
  readonly answers: WriteAnswer[];
  /** By identity, the number of the reading that takes the place. */
  readonly placed: Map<string, number>;
}

function settle(readings: readonly Reading[], faults: readonly (string | undefined)[], standing: Map<string, Claimant>): Settled {
  const placed = new Map<string, number>();
  const answers = readings.map((reading, index): WriteAnswer => {
    if (faults[index] !== undefined) return rejected(faults[index]);
    const identity = identityOf(reading);
    const stands = standing.get(identity);
    if (stands !== undefined && !outranks(reading, stands)) return { answer: isSameClaim(reading, stands) ? 'stored' : 'outranked' };
    standing.set(identity, reading);
    placed.set(identity, index);
    return { answer: 'stored' };
  });
  return { answers, placed };
}

function isSameClaim(a: Claimant, b: Claimant): boolean {
  return a.evidence === b.evidence && a.frame === b.frame;
}

/** Writes those that take their place; what the server refuses is answered so, with all that the batch claims for the same identity. */
async function place(server: Server, readings: readonly Reading[], answers: WriteAnswer[], placed: Map<string, number>): Promise<void> {
  const winners = [...placed.values()].flatMap((index) => readings[index] ?? []);
  const refused = await writeLines(server, winners.map(readingLine));
  if (refused.size === 0) return;
  const details = new Map(
    [...refused].flatMap(([index, detail]) => (winners[index] === undefined ? [] : [[identityOf(winners[index]), detail]])),
  );
  for (const [index, reading] of readings.entries()) {
    const detail = answers[index]?.answer === 'rejected' ? undefined : details.get(identityOf(reading));
    if (detail !== undefined) answers[index] = rejected(detail);
  }
}

/** Of what is stored now, the newest of each datastream, unless what is known as such is newer. */
async function writeNewest(
  server: Server,
  readings: readonly Reading[],
  answers: readonly WriteAnswer[],
  known: Map<string, Reading>,
): Promise<void> {
  const changed = new Map<string, Reading>();
  for (const [index, reading] of readings.entries()) {
    if (answers[index]?.answer !== 'stored') continue;
    const other = changed.get(reading.datastream) ?? known.get(reading.datastream);
    if (other === undefined || isNewer(reading, other)) changed.set(reading.datastream, reading);
  }
  const refused = await writeLines(server, [...changed.values()].map(latestLine));
  const [detail] = refused.values();
  if (detail !== undefined) throw new Error(`InfluxDB does not take the newest reading of a datastream: ${detail}`);
}
