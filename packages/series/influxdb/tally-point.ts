import type { Tally } from '../../model/tally.ts';
import { integer, lineOf, nsOf } from './line.ts';
import { compareText } from './order.ts';
import type { Row, Server } from './server.ts';

const columns = ['partition', 'plane', 'forwarded', 'duplicate', 'quarantined', 'released', 'needless'];

/** A total as a point of `tally` at its hour: partition and plane are its tags. */
export function tallyLine({ partition, hour, plane, forwarded, duplicate, quarantined, released, needless }: Tally): string {
  const counts = { forwarded: integer(forwarded), duplicate: integer(duplicate), released: integer(released), needless: integer(needless) };
  return lineOf('tally', { partition: String(partition), plane }, { ...counts, quarantined: JSON.stringify(quarantined) }, nsOf(hour));
}

/** By hour, partition, plane. @throws SeriesUnavailable */
export async function readTallies(server: Server, from: number, to: number): Promise<Tally[]> {
  const rows = await server.select(`SELECT ${columns.join(', ')} FROM tally WHERE time >= ${from}ms AND time < ${to}ms`);
  // One that is being written shows its fields one after the other: it is not there yet.
  const whole = rows.filter((row) => !row.includes(''));
  return whole.map(toTally).sort((a, b) => a.hour - b.hour || a.partition - b.partition || compareText(a.plane, b.plane));
}

function toTally([hour, partition, plane, forwarded, duplicate, quarantined = '{}', released, needless]: Row): Tally {
  return {
    ...{ partition: Number(partition), hour: Number(hour), plane: plane as Tally['plane'] },
    ...{ forwarded: Number(forwarded), duplicate: Number(duplicate) },
    quarantined: JSON.parse(quarantined) as Tally['quarantined'],
    ...{ released: Number(released), needless: Number(needless) },
  };
}
