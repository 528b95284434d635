import type { LiveEvent } from './live-event.ts';

/** An event with its place in the order of all. */
export interface NumberedEvent {
  readonly event: LiveEvent;
  /** As it travels; made once, when first needed, for all listeners. */
  bytes(): Buffer;
}

/** The newest events, so that a listener who was away gets what was missed. */
export class EventRing {
  readonly #start: string;
  readonly #most: number;
  #events: NumberedEvent[] = [];
  /** Of the first of `#events`. */
  #first = 1;

  /** @param start tells this process's numbers from those of another one */
  constructor(start: string, most: number) {
    this.#start = start;
    this.#most = most;
  }

  /** Id of the newest event: `<start>-<number>`. */
  get newestId(): string {
    return this.#idOf(this.#first + this.#events.length - 1);
  }

  add(events: readonly LiveEvent[]): NumberedEvent[] {
    const next = this.#first + this.#events.length;
    const added = events.map((event, n) => numbered(event, this.#idOf(next + n)));
    this.#events.push(...added);
    // Half of it is given up at once: shortening an array from its beginning costs as much as what stays.
    const spare = this.#events.length > 2 * this.#most ? this.#events.length - this.#most : 0;
    if (spare > 0) this.#events = this.#events.slice(spare);
    this.#first += spare;
    return added;
  }

  /** What came after the event of that id; undefined: that is not known any more. */
  after(id: string): readonly NumberedEvent[] | undefined {
    const [start, number = ''] = id.split('-');
    const next = /^\d{1,15}$/.test(number) ? Number(number) + 1 : 0;
    const isKnown = start === this.#start && next >= this.#first && next <= this.#first + this.#events.length;
    return isKnown ? this.#events.slice(next - this.#first) : undefined;
  }

  #idOf(number: number): string {
    return `${this.#start}-${number}`;
  }
}

function numbered(event: LiveEvent, id: string): NumberedEvent {
  let made: Buffer | undefined;
  return {
    event,
    bytes() {
      made ??= eventBytes(event, id);
      return made;
    },
  };
}

/** One event of a text/event-stream. JSON has no line end in it. */
export function eventBytes({ name, data }: LiveEvent, id: string): Buffer {
  return Buffer.from(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}
