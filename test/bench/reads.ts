import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { StandaloneProcess } from '../faults/standalone-process.ts';
import type { BenchOptions, BenchResult } from './bench-result.ts';
import { oneOfEach, store, yearOf } from './stored-readings.ts';
import { threadTimes } from './thread-times.ts';
import { withVigie } from './with-vigie.ts';

/** Of 14 quantities each: 10 010 datastreams. */
const city = simulatedCity({ seed: 'reads', devices: 715 });
const [device] = city.devices;
const hour = 3_600_000;
const year = 365 * 24 * hour;
const usualRuns = 15;

/** What the API takes to answer large questions, over HTTP on the same machine, with an otherwise idle Vigie; as many asked before as warm it up. */
export async function reads({ runs = usualRuns }: BenchOptions): Promise<BenchResult> {
  if (!device) throw new RangeError('The city has no device.');
  const now = Date.now();
  const before = (folder: string) => store(folder, [...oneOfEach(city.devices, now - hour), ...yearOf(device, 'pm10', now - 2 * hour)]);
  return withVigie({ tables: city.csv(), before }, async (vigie) => {
    const latest = await measured(vigie, '/api/v1/datastreams', runs, ({ text }) => count(text, '"phenomenonTime"') === 10_010);
    const from = new Date(now - year - hour).toISOString();
    const asCsv = `/api/v1/observations?datastream=${device.site.id}.pm10&from=${from}&limit=100000&format=csv`;
    const oneYear = await measured(vigie, asCsv, runs, ({ text }) => count(text, '\n') > 52_500);
    return {
      name: 'reads',
      about:
        'the API over HTTP, whole answers: latest values of 10 010 datastreams; one datastream, one year at 10 minutes (52 560 values) as CSV',
      figures: [
        { name: 'latest values', unit: 'ms', runs: latest.times, limit: 50 },
        { name: '  CPU of Vigie', unit: 'ms', runs: [latest.cpu] },
        { name: '  size', unit: 'KiB', runs: [latest.bytes / 1_024] },
        { name: 'one year as CSV', unit: 'ms', runs: oneYear.times, limit: 200 },
        { name: '  CPU of Vigie', unit: 'ms', runs: [oneYear.cpu] },
        { name: '  size', unit: 'KiB', runs: [oneYear.bytes / 1_024] },
      ],
    };
  });
}

interface Answer {
  readonly text: string;
}

/** @throws Error when the answer is not right: what is fast and wrong has no figure */
async function measured(vigie: StandaloneProcess, path: string, runs: number, isRight: (answer: Answer) => boolean) {
  const times: number[] = [];
  let bytes = 0;
  let before = 0;
  for (let run = 0; run < 2 * runs; run++) {
    if (run === runs) before = await cpuTime(vigie.pid);
    const start = performance.now();
    const text = await (await fetch(`${vigie.api}${path}`)).text();
    if (run >= runs) times.push(performance.now() - start);
    if (!isRight({ text })) throw new Error(`${path} gives another answer than was stored: ${text.slice(0, 200)}`);
    bytes = text.length;
  }
  return { times, bytes, cpu: ((await cpuTime(vigie.pid)) - before) / 1_000 / runs };
}

/** Microseconds, of all threads. */
async function cpuTime(pid: number): Promise<number> {
  return [...(await threadTimes(pid)).values()].reduce((sum, time) => sum + time, 0);
}

const count = (text: string, part: string) => text.split(part).length - 1;
