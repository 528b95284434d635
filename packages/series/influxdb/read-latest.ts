import { outranks } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import { isOneOf, mostNamed } from './named.ts';
import { latestColumns, timeOfLatest, toLatest } from './reading-point.ts';
import type { Row, Server } from './server.ts';

/** The newest of the datastreams named, or of all, by datastream. @throws SeriesUnavailable */
export async function readLatest(server: Server, datastreams?: readonly string[]): Promise<Map<string, Reading>> {
  const newest = new Map<string, Reading>();
  for (const row of await rowsOf(server, datastreams)) {
    const reading = toLatest(row);
    const known = newest.get(reading.datastream);
    if (known === undefined || isNewer(reading, known)) newest.set(reading.datastream, reading);
  }
  return newest;
}

async function rowsOf(server: Server, datastreams: readonly string[] | undefined): Promise<Row[]> {
  const select = `SELECT ${latestColumns} FROM latest WHERE time >= ${timeOfLatest}ms AND time < ${timeOfLatest + 1}ms`;
  if (datastreams === undefined) return server.select(select);
  const names = [...new Set(datastreams)];
  const rows: Row[] = [];
  for (let begin = 0; begin < names.length; begin += mostNamed) {
    rows.push(...(await server.select(`${select} AND ${isOneOf(names.slice(begin, begin + mostNamed))}`)));
  }
  return rows;
}

/** Of one datastream: by time, then codec version, then who of two claims stands. */
export function isNewer(a: Reading, b: Reading): boolean {
  if (a.phenomenonTime !== b.phenomenonTime) return a.phenomenonTime > b.phenomenonTime;
  if (a.codecVersion !== b.codecVersion) return a.codecVersion > b.codecVersion;
  return outranks(a, b);
}
