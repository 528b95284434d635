import type { Log } from '../../../packages/log/contract.ts';
import type { UnreadableRecord } from '../../../packages/model/contents.ts';
import type { DeviceEvent } from '../../../packages/model/device-event.ts';
import type { Ending } from '../../../packages/model/ending.ts';
import type { FrameRecord } from '../../../packages/model/frame-record.ts';
import type { Quarantined } from '../../../packages/model/quarantined.ts';
import type { Reading } from '../../../packages/model/reading.ts';
import { type Topic, topics } from '../../../packages/model/topics.ts';
import type { Window } from '../../../packages/model/window.ts';
import { type EventName, eventNames } from './live-event.ts';
import { Tail, type Taken } from './tail.ts';

/** What came into the log since the round before. */
export interface Round {
  readonly endings: readonly Ending[];
  readonly deviceEvents: readonly DeviceEvent[];
  readonly readings: readonly Reading[];
  readonly windows: readonly Window[];
  /** Of a simulated city only (truth 11). */
  readonly frames: readonly FrameRecord[];
  readonly quarantined: readonly Quarantined[];
  /** So much came that some of it was left out: which events cannot be told for it. */
  readonly skipped: readonly EventName[];
  /** Nothing came. */
  readonly isEmpty: boolean;
}

/** Read back at the start, so that a page opened then is not empty; and the most of a round: what a city has, with much to spare. */
const usual = { back: 500, most: 300 };
/** The last minute's count wants all of them. */
const counted = { back: 10_000, most: 10_000 };
/** With its message each is larger. */
const large = { back: 200, most: 200 };
const nothing: Taken<never> = { values: [], skipped: false };

/** The topics that live answers are made of, and the next round of them. */
export class Rounds {
  readonly topics: readonly Topic<unknown>[];
  readonly #tails;

  constructor(log: Log, simulated: boolean, unreadable: (error: UnreadableRecord) => void) {
    const tail = <T>(topic: Topic<T>, size: { back: number; most: number }) => new Tail(log, topic, { ...size, unreadable });
    this.#tails = {
      windows: tail(topics.windows, { back: 0, most: 1_000 }),
      readings: tail(topics.readings, usual),
      deviceEvents: tail(topics.deviceEvents, { back: 2_000, most: 300 }),
      endings: tail(topics.endings, counted),
      simulated: simulated ? { quarantined: tail(topics.quarantine, large), frames: tail(topics.frames, usual) } : undefined,
    };
    const { windows, readings, deviceEvents, endings, frames, quarantine } = topics;
    this.topics = [windows, readings, deviceEvents, endings, ...(simulated ? [frames, quarantine] : [])];
  }

  /** Effects are read before their causes: a message's ending and receptions are never younger than its readings. @param take of one topic */
  async next(take: <T>(tail: Tail<T>) => Promise<Taken<T>>): Promise<Round> {
    const { simulated } = this.#tails;
    const windows = await take(this.#tails.windows);
    const quarantined = simulated ? await take(simulated.quarantined) : nothing;
    const readings = await take(this.#tails.readings);
    const frames = simulated ? await take(simulated.frames) : nothing;
    const deviceEvents = await take(this.#tails.deviceEvents);
    const endings = await take(this.#tails.endings);
    const all = [windows, quarantined, readings, frames, deviceEvents, endings];
    return {
      windows: windows.values,
      quarantined: quarantined.values,
      readings: readings.values,
      frames: frames.values,
      deviceEvents: deviceEvents.values,
      endings: endings.values,
      skipped: skippedOf({ window: windows, refused: quarantined, observation: readings, ending: endings }),
      isEmpty: all.every(({ values }) => values.length === 0),
    };
  }
}

function skippedOf(taken: Partial<Record<EventName, Taken<unknown>>>): EventName[] {
  return eventNames.filter((name) => taken[name]?.skipped);
}
