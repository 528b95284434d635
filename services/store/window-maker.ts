import type { Window } from '../../packages/model/window.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { CityDays, Day } from './city-days.ts';
import { type IntervalOf, RunningSummary } from './running-summary.ts';
import { close, merge, opened, type Summary } from './summary.ts';
import { hourLength, slicesOf } from './touched-hours.ts';

/** Datastreams by the start of an hour or a day. */
export type Streams = ReadonlyMap<number, ReadonlySet<string>>;

/** Datastreams read together. */
const streamsAtOnce = 50;
/** Windows written together, or a few more. */
const windowsAtOnce = 500;

/** Makes windows of what the series holds now, and writes them there (truth 8: beside the readings). */
export class WindowMaker {
  readonly #series: Series;
  readonly #days: CityDays;
  readonly #intervalOf: IntervalOf;

  constructor(series: Series, days: CityDays, intervalOf: IntervalOf) {
    this.#series = series;
    this.#days = days;
    this.#intervalOf = intervalOf;
  }

  /** These hours, then the days in which they lie. @throws SeriesUnavailable */
  async make(hours: Streams): Promise<Window[]> {
    const made = await this.#write(hours, (start, streams) => this.#hour(start, streams));
    return made.concat(await this.#write(this.#daysOf(hours), (start, streams) => this.#day(this.#days.dayOf(start), streams)));
  }

  /** In large lots, because the disk has each before the next is begun. */
  async #write(wanted: Streams, make: (start: number, streams: readonly string[]) => Promise<Window[]>): Promise<Window[]> {
    const [made, unwritten]: [Window[], Window[]] = [[], []];
    for (const [start, streams] of wanted) {
      for (const some of slicesOf([...streams], streamsAtOnce)) {
        unwritten.push(...(await make(start, some)));
        if (unwritten.length >= windowsAtOnce) made.push(...(await this.#flush(unwritten)));
      }
    }
    return made.concat(await this.#flush(unwritten));
  }

  async #flush(unwritten: Window[]): Promise<Window[]> {
    const windows = unwritten.splice(0);
    if (windows.length > 0) await this.#series.writeWindows(windows);
    return windows;
  }

  /** An hour may lie in two days, where a zone is not whole hours from UTC. */
  #daysOf(hours: Streams): Streams {
    const days = new Map<number, Set<string>>();
    for (const [hour, streams] of hours) {
      for (const start of new Set([hour, hour + hourLength - 1].map((time) => this.#days.dayOf(time).start))) {
        days.set(start, new Set([...(days.get(start) ?? []), ...streams]));
      }
    }
    return days;
  }

  async #hour(start: number, streams: readonly string[]): Promise<Window[]> {
    const end = start + hourLength;
    const summaries = await this.#summaries(streams, start, end);
    return [...summaries].map(([datastream, summary]) => close({ datastream, length: 'hour', start, end }, summary));
  }

  /** Of its hours; where its borders are not on an hour, the parts of hours are made of the readings. */
  async #day({ start, end }: Day, streams: readonly string[]): Promise<Window[]> {
    const [firstHour, lastHour] = [Math.ceil(start / hourLength) * hourLength, Math.floor(end / hourLength) * hourLength];
    const runs = new Map<string, Summary[]>(streams.map((datastream) => [datastream, []]));
    const addPart = async (from: number, to: number) => {
      for (const [datastream, summary] of await this.#summaries(streams, from, to)) runs.get(datastream)?.push(summary);
    };
    await addPart(start, firstHour);
    for await (const page of this.#series.windows({ length: 'hour', datastreams: streams, from: firstHour, to: lastHour })) {
      for (const window of page) runs.get(window.datastream)?.push(opened(window));
    }
    await addPart(lastHour, end);
    return [...runs].flatMap(([datastream, summaries]) => {
      const summary = merge(summaries);
      return summary ? [close({ datastream, length: 'day', start, end }, summary)] : [];
    });
  }

  async #summaries(streams: readonly string[], from: number, to: number): Promise<Map<string, Summary>> {
    const running = new Map<string, RunningSummary>();
    if (from < to) {
      for await (const page of this.#series.bareRange({ datastreams: streams, from, to })) {
        for (const reading of page) runningOf(running, reading.datastream, this.#intervalOf).add(reading);
      }
    }
    return new Map([...running].flatMap(([datastream, summary]) => entryOf(datastream, summary.end())));
  }
}

function runningOf(running: Map<string, RunningSummary>, datastream: string, intervalOf: IntervalOf): RunningSummary {
  const known = running.get(datastream) ?? new RunningSummary(intervalOf);
  running.set(datastream, known);
  return known;
}

function entryOf(datastream: string, summary: Summary | undefined): [string, Summary][] {
  return summary ? [[datastream, summary]] : [];
}
