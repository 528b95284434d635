import type { Reading } from '../../model/reading.ts';
import type { Series } from '../contract.ts';
import { tagOf } from './names.ts';
import { NewestOfAll } from './newest-of-all.ts';
import { compareText } from './order.ts';
import { readLatest } from './read-latest.ts';
import { bareRange, range } from './read-range.ts';
import { Server } from './server.ts';
import type { InfluxSettings } from './settings.ts';
import { readTallies, tallyLine } from './tally-point.ts';
import { Turns } from './turns.ts';
import { windowLine, windowPages } from './window-point.ts';
import { writeLines } from './write-lines.ts';
import { writeReadings } from './write-readings.ts';

/**
 * Opens the series in a bucket that is there already; makes nothing.
 * @throws SeriesUnavailable when the server does not answer or knows not this token; Error when the bucket is missing or forgets.
 */
export async function openInfluxSeries(settings: InfluxSettings): Promise<Series> {
  const server = new Server(settings);
  try {
    checkBucket(settings, await server.retention());
  } catch (error) {
    server.close();
    throw error;
  }
  return influxSeries(server);
}

function checkBucket({ org, bucket }: InfluxSettings, retention: number | undefined): void {
  const make = `influx bucket create --org ${org} --name ${bucket} --retention 0`;
  if (retention === undefined) throw new Error(`InfluxDB has no bucket ${bucket} that this token may read. Make it: ${make}`);
  if (retention !== 0) {
    const mend = `influx bucket update --id <its id> --retention 0`;
    throw new Error(`InfluxDB's bucket ${bucket} forgets after ${retention} s; open data are kept for ever. Mend it: ${mend}`);
  }
}

function influxSeries(server: Server): Series {
  const turns = new Turns();
  const newest = new NewestOfAll(async () => inOrder((await readLatest(server)).values()));
  return {
    write: (readings) => turns.take(() => newest.forgetAfter(writeReadings(server, readings))),
    latest: async (datastreams) => (datastreams === undefined ? newest.read() : inOrder((await readLatest(server, datastreams)).values())),
    range: (query) => range(server, query),
    bareRange: (query) => bareRange(server, query),
    erase: (datastreams) => turns.take(() => newest.forgetAfter(erase(server, datastreams))),
    writeTallies: (tallies) => writeAll(server, tallies.map(tallyLine)),
    tallies: (from, to) => readTallies(server, from, to),
    writeWindows: (windows) => writeAll(server, windows.map(windowLine)),
    windows: (query) => windowPages(server, query),
    close: async () => server.close(),
  };
}

function inOrder(readings: Iterable<Reading>): Reading[] {
  return [...readings].sort((a, b) => compareText(a.datastream, b.datastream));
}

/** What the server refuses here no retry mends, and no caller can leave out: an error. */
async function writeAll(server: Server, lines: readonly string[]): Promise<void> {
  const [detail] = (await writeLines(server, lines)).values();
  if (detail !== undefined) throw new Error(detail);
}

/** One datastream at a time: the deletion knows no OR. It takes readings, newest and windows alike, as they all carry its tag. */
async function erase(server: Server, datastreams: readonly string[]): Promise<number> {
  let erased = 0;
  for (const name of new Set(datastreams)) {
    for await (const page of bareRange(server, { datastreams: [name], from: 0, to: Date.UTC(2101, 0, 1) })) erased += page.length;
    await server.delete(`datastream="${tagOf(name)}"`);
  }
  return erased;
}
