import { z } from 'zod';
import { readParameters, wrongParameter } from '../../packages/http/read-parameters.ts';
import type { Log } from '../../packages/log/contract.ts';
import type { Tally } from '../../packages/model/tally.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import { momentSchema } from './moment.ts';
import { type Sum, sumOf } from './sum.ts';

const ledgerQuery = z.strictObject({ from: momentSchema.optional(), to: momentSchema.optional() });

/** What became of every message (truth 2): accepted = forwarded + duplicate + quarantined, and lost is 0. */
export interface Ledger {
  readonly partitions: readonly PartitionStanding[];
  readonly totals: Sum;
  readonly hours: readonly (Sum & { readonly hour: string; readonly plane: string })[];
}

interface PartitionStanding {
  readonly partition: number;
  /** Messages that are through: ended + lost. */
  readonly accepted: number;
  readonly ended: number;
  /** Through, and without an ending that was counted. */
  readonly lost: number;
  /** In the log, and not through yet. */
  readonly waiting: number;
}

/** Hours that are listed without `from`: anyone may ask, and a year has thousands. */
const usualHours = 48;
const hourLength = 3_600_000;

/**
 * Partitions are over all time. Totals are of the messages received in the hours that begin in [from, to), by default all; hours are the
 * same one by one, by default the newest 48.
 */
export async function publishLedger({ log, series }: { log: Log; series: Series }, query: unknown): Promise<Ledger> {
  const { from, to = Number.MAX_SAFE_INTEGER } = readParameters(ledgerQuery, query);
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
  const counted = await log.standing('ledger', topics.endings);
  const tallies = await series.tallies(0, Number.MAX_SAFE_INTEGER);
  const partitions = decoded.map(({ partition, committed, end }) => {
    const endings = counted.find((one) => one.partition === partition) ?? { committed: 0, end: 0 };
    const { accepted: ended, released, needless } = sumOf(tallies.filter((tally) => tally.partition === partition));
    const inTheSeries = ended + released + needless;
    const lost = Math.max(0, committed - endings.end) + Math.max(0, endings.committed - inTheSeries);
    const uncounted = Math.max(0, endings.end - Math.max(endings.committed, inTheSeries));
    return { partition, accepted: ended + lost, ended, lost, waiting: end - committed + uncounted };
  });
  return { partitions, tallies };
}

function byHour(tallies: readonly Tally[]): Ledger['hours'] {
  const groups = new Map<string, Tally[]>();
  for (const tally of tallies) {
    const key = `${new Date(tally.hour).toISOString()}/${tally.plane}`;
    groups.set(key, [...(groups.get(key) ?? []), tally]);
  }
  return [...groups].map(([key, group]) => {
    const [hour = '', plane = ''] = key.split('/');
    return { hour, plane, ...sumOf(group) };
  });
}
