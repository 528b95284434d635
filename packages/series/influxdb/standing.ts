import { type Claimant, outranks } from '../../model/evidence.ts';
import type { Reading, ReadingKey } from '../../model/reading.ts';
import { isOneOf, mostNamed } from './named.ts';
import { claimColumns, toClaim } from './reading-point.ts';
import type { Server } from './server.ts';

const hour = 3_600_000;
/** ms that one query may span for each reading that asks: a batch with large gaps asks more often, not for more. */
const longest = 24 * hour;

/** A text for each identity; the length tells where the one name ends and the other begins. */
export const identityOf = ({ datastream, phenomenonTime, codecVersion }: ReadingKey) =>
  `${phenomenonTime} ${datastream.length} ${datastream}${codecVersion}`;

/** Who stands at the identities of these readings, read by datastreams and spans of time. @throws SeriesUnavailable */
export async function readStanding(server: Server, readings: readonly Reading[]): Promise<Map<string, Claimant>> {
  const standing = new Map<string, Claimant>();
  for (const { from, to, names } of spansOf(readings)) {
    const rows = await server.select(
      `SELECT ${claimColumns} FROM reading WHERE time >= ${from}ms AND time < ${to + 1}ms AND ${isOneOf([...names])}`,
    );
    // A claim that is being written by somebody else is not there yet.
    for (const claim of rows.filter(([, , , text]) => text !== '').map(toClaim)) {
      const identity = identityOf(claim);
      const other = standing.get(identity);
      if (other === undefined || outranks(claim, other)) standing.set(identity, claim);
    }
  }
  return standing;
}

interface Span {
  from: number;
  to: number;
  readonly names: Set<string>;
}

/** Readings that lie close together in time, in one span. */
function spansOf(readings: readonly Reading[]): Span[] {
  const spans: Span[] = [];
  for (const { datastream, phenomenonTime } of [...readings].sort((a, b) => a.phenomenonTime - b.phenomenonTime)) {
    const last = spans.at(-1);
    const fits =
      last !== undefined && phenomenonTime - last.to <= hour && phenomenonTime - last.from <= longest && last.names.size < mostNamed;
    if (last !== undefined && fits) {
      last.to = phenomenonTime;
      last.names.add(datastream);
    } else spans.push({ from: phenomenonTime, to: phenomenonTime, names: new Set([datastream]) });
  }
  return spans;
}
