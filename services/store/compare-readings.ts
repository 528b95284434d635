import { isDeepStrictEqual } from 'node:util';
import { type Log, type LogRecord, type Outgoing, outgoing, type Tenure } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { outranks } from '../../packages/model/evidence.ts';
import type { Reading } from '../../packages/model/reading.ts';
import type { Correction } from '../../packages/model/rebuild.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import { findFault } from '../../packages/series/find-fault.ts';
import { pause } from '../../packages/stage/back-off.ts';
import type { Stage } from '../../packages/stage/run-stage.ts';

const askedAgain = 50;
const hourLength = 3_600_000;

/** Holds what a rebuild gives against what the series holds (truth 3): only what is missing there, or stands there otherwise, is told. */
export function compareReadings(log: Log, series: Series): Stage {
  return {
    group: 'compare',
    topic: topics.rebuilt,
    // A record holds the readings of a few hundred messages.
    batch: 4,
    async begin(tenure) {
      return async (records) => {
        // What decode once gave for these messages lies before this moment's end of `readings`.
        await storeHasWritten(log, tenure);
        return compareAll(records, series);
      };
    },
  };
}

async function storeHasWritten(log: Log, { signal }: Tenure): Promise<void> {
  const ends = await log.standing('store', topics.readings);
  while (!signal.aborted) {
    const standing = await log.standing('store', topics.readings);
    if (standing.every(({ partition, committed }) => committed >= (ends.find((one) => one.partition === partition)?.end ?? 0))) return;
    await pause(askedAgain, signal);
  }
  throw new Error('Stopped while the store was writing.');
}

async function compareAll(records: readonly LogRecord[], series: Series): Promise<Outgoing[]> {
  const given = records.flatMap((record) => {
    if (record.value === null) return [];
    const { generation, readings } = decode(topics.rebuilt, record.value);
    // What the series refuses is not in it.
    return readings.filter((reading) => findFault(reading) === undefined).map((reading) => ({ record, generation, reading }));
  });
  const stored = await storedBeside(
    given.map(({ reading }) => reading),
    series,
  );
  return given.flatMap(({ record, generation, reading }) => {
    const was = stored.get(identityOf(reading));
    if (was && (isDeepStrictEqual(was, reading) || outranks(was, reading))) return [];
    const correction: Correction = { what: 'reading', generation, how: was ? 'other' : 'missing', reading, ...(was ? { was } : {}) };
    return [outgoing(topics.corrections, String(generation), correction, record.time, record.partition)];
  });
}

/** What the series holds of the same identities: one question for each datastream and hour, from the first time asked for to the last. */
async function storedBeside(readings: readonly Reading[], series: Series): Promise<ReadonlyMap<string, Reading>> {
  const asked = new Map<string, { datastream: string; from: number; to: number }>();
  for (const { datastream, phenomenonTime: time } of readings) {
    const key = `${datastream}/${Math.floor(time / hourLength)}`;
    const { from, to } = asked.get(key) ?? { from: time, to: time };
    asked.set(key, { datastream, from: Math.min(from, time), to: Math.max(to, time) });
  }
  const stored = new Map<string, Reading>();
  for (const { datastream, from, to } of asked.values()) {
    for await (const page of series.range({ datastreams: [datastream], from, to: to + 1 })) {
      for (const one of page) stored.set(identityOf(one), one);
    }
  }
  return stored;
}

const identityOf = ({ datastream, phenomenonTime, codecVersion }: Reading) => `${datastream}/${phenomenonTime}/${codecVersion}`;
