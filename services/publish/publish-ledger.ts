import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { wrongParameter } from '../../packages/http/read-parameters.ts';
import { declareRoute, json } from '../../packages/http/route.ts';
import type { Log } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { planeSchema } from '../../packages/model/ending.ts';
import type { Tally } from '../../packages/model/tally.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import { periodQuery } from './moment.ts';
import { timeSchema } from './observation.ts';
import { factsShape } from './page-schema.ts';
import type { PublishParts } from './publish-routes.ts';
import { sumOf, sumSchema } from './sum.ts';

const standingSchema = z.object({
  partition: z.int(),
  accepted: z.int().meta({ description: 'Messages that are through: ended + lost.', fr: 'Messages traités : ended + lost.' }),
  ended: z.int(),
  lost: z.int().meta({ description: 'Through, and without an ending that was counted.', fr: 'Traités, sans issue comptée.' }),
  waiting: z.int().meta({ description: 'Kept, and not through yet.', fr: 'Gardés, pas encore traités.' }),
});
type PartitionStanding = Readonly<z.infer<typeof standingSchema>>;

const ledgerSchema = z
  .object({
    partitions: z.array(standingSchema).readonly(),
    totals: sumSchema,
    hours: z.array(sumSchema.extend({ hour: timeSchema, plane: planeSchema })).readonly(),
  })
  .meta({ id: 'Ledger' });

/** What became of every message (truth 2): accepted = forwarded + duplicate + quarantined, and lost is 0. */
export type Ledger = Readonly<z.infer<typeof ledgerSchema>>;

/** Hours that are listed without `from`: anyone may ask, and a year has thousands. */
const usualHours = 48;
const hourLength = 3_600_000;

export function ledgerRoute(app: FastifyInstance, parts: PublishParts): void {
  const { licence, simulated } = parts;
  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/ledger', chapter: 'trust', query: z.strictObject(periodQuery) },
    summary: { fr: 'Les comptes : ce que chaque message est devenu.', en: 'The ledger: what became of every message.' },
    answers: {
      200: json(
        {
          fr: 'accepted = forwarded + duplicate + quarantined ; lost vaut 0.',
          en: 'accepted = forwarded + duplicate + quarantined; lost is 0.',
        },
        ledgerSchema.extend(factsShape),
      ),
    },
    answer: async ({ query }) => ({ licence, simulated, ...(await publishLedger(parts, query)) }),
  });
}

interface Period {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/**
 * Partitions are over all time. Totals are of the messages received in the hours that begin in [from, to), by default all; hours are the
 * same one by one, by default the newest 48. Times in ms. @throws Problem 400
 */
export async function publishLedger(
  { log, series }: { log: Log; series: Series },
  { from, to = Number.MAX_SAFE_INTEGER }: Period,
): Promise<Ledger> {
  if (from !== undefined && from >= to) throw wrongParameter('from: wants a moment before "to".');
  const { partitions, tallies } = await standings(log, series);
  const asked = tallies.filter(({ hour }) => hour >= (from ?? 0) && hour < to);
  const since = from ?? (asked.at(-1)?.hour ?? 0) - (usualHours - 1) * hourLength;
  return { partitions, totals: sumOf(asked), hours: byHour(asked.filter(({ hour }) => hour >= since)) };
}

/**
 * Positions against counts. One record of `messages` gives one record of `endings`, and one record of `endings` counts one, in the sum or
 * beside it; so what falls short is lost. Each is read before what must not be less, so that stages at work never look like a loss.
 */
async function standings(log: Log, series: Series): Promise<{ partitions: PartitionStanding[]; tallies: Tally[] }> {
  const decoded = await log.standing('decode', topics.messages);
  const replaced = await replacedByRebuilds(log);
  const counted = await log.standing('ledger', topics.endings);
  const tallies = await series.tallies(0, Number.MAX_SAFE_INTEGER);
  const partitions = decoded.map(({ partition, committed, end }) => {
    const endings = counted.find((one) => one.partition === partition) ?? { committed: 0, end: 0 };
    const { accepted: ended, released, needless } = sumOf(tallies.filter((tally) => tally.partition === partition));
    const inTheSeries = ended + released + needless;
    const lost = Math.max(0, committed - (endings.end - (replaced.get(partition) ?? 0))) + Math.max(0, endings.committed - inTheSeries);
    const uncounted = Math.max(0, endings.end - Math.max(endings.committed, inTheSeries));
    return { partition, accepted: ended + lost, ended, lost, waiting: end - committed + uncounted };
  });
  return { partitions, tallies };
}

/** Endings that rebuilds have added in the place of others: of these no message has come. By partition. */
async function replacedByRebuilds(log: Log): Promise<ReadonlyMap<number, number>> {
  const partitions = Array.from({ length: log.partitions(topics.generations) }, (_, partition) => partition);
  const newest = await Promise.all(partitions.map((partition) => log.read(topics.generations, partition, 0, 1)));
  return new Map(newest.flat().map(({ partition, value }) => [partition, value === null ? 0 : decode(topics.generations, value).replaced]));
}

function byHour(tallies: readonly Tally[]): Ledger['hours'] {
  const groups = new Map<string, [Tally, ...Tally[]]>();
  for (const tally of tallies) {
    const key = `${tally.hour}/${tally.plane}`;
    groups.set(key, [tally, ...(groups.get(key) ?? [])]);
  }
  return [...groups.values()].map((group) => {
    const [{ hour, plane }] = group;
    return { hour: new Date(hour).toISOString(), plane, ...sumOf(group) };
  });
}
