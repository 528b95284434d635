import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { wrongParameter } from '../../packages/http/read-parameters.ts';
import { declareRoute, json } from '../../packages/http/route.ts';
import type { Log } from '../../packages/log/contract.ts';
import { newestRecords } from '../../packages/log/newest-record.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Counted } from '../../packages/model/counted.ts';
import { planeSchema } from '../../packages/model/ending.ts';
import type { Tally } from '../../packages/model/tally.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import { countedMessages, lostBefore } from './counted-messages.ts';
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

/** Positions against counts: what was passed without an ending, and endings that are not in the series. It is asked last, and has what the log counts. */
async function standings(log: Log, series: Series): Promise<{ partitions: PartitionStanding[]; tallies: Tally[] }> {
  const messages = await countedMessages(log);
  const replaced = messages.every(({ counted }) => counted) ? new Map<number, number>() : await replacedByRebuilds(log);
  const tallies = await series.tallies(0, Number.MAX_SAFE_INTEGER);
  const partitions = messages.map((standing) => {
    const { partition, end } = standing;
    const { accepted: ended, released, needless } = sumOf(tallies.filter((tally) => tally.partition === partition));
    const inTheSeries = ended + released + needless;
    const counted = standing.counted ?? countedBefore(inTheSeries, replaced.get(partition) ?? 0);
    const { endings, corrected } = counted;
    const lost = lostBefore(standing, counted) + Math.max(0, endings + corrected - inTheSeries);
    return { partition, accepted: ended + lost, ended, lost, waiting: Math.max(0, end - lost - (inTheSeries - corrected)) };
  });
  return { partitions, tallies };
}

/** Where the ledger has not noted yet how far it has counted, the series says it: in a data folder of an older Vigie, until the next ending. */
function countedBefore(inTheSeries: number, corrected: number): Counted {
  const endings = Math.max(0, inTheSeries - corrected);
  return { through: endings, endings, corrected };
}

/** Endings that rebuilds have added in the place of others: of these no message has come. By partition. */
async function replacedByRebuilds(log: Log): Promise<ReadonlyMap<number, number>> {
  const newest = await newestRecords(log, topics.generations);
  return new Map(newest.map(({ partition, value }) => [partition, value === null ? 0 : decode(topics.generations, value).replaced]));
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
