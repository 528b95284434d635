import { z } from 'zod';

export const eventNames = ['observation', 'ending', 'minute', 'window', 'refused'] as const;
export type EventName = (typeof eventNames)[number];

/** Which datastream an event is about; those that are about none pass every filter. */
export interface About {
  readonly datastream: string;
  readonly site: string;
  readonly quantity: string;
}

/** Something to be told to whoever listens; `reset`: some of what `missed` names could not be told. */
export interface LiveEvent {
  readonly name: EventName | 'reset';
  readonly about?: About;
  readonly missed?: readonly EventName[];
  /** One JSON object. */
  readonly data: object;
}

const list = (words: string) => z.string().max(2_000).optional().describe(words);

/** What `/live` may be asked. */
export const wantedQuery = z.strictObject({
  events: list(`Which events, separated by commas: ${eventNames.join(', ')}. Without it: all that there are.`),
  datastream: list('Only of these datastreams, separated by commas'),
  site: list('Only of these sites, separated by commas'),
  quantity: list('Only of these quantities, separated by commas'),
});

const filters = ['datastream', 'site', 'quantity'] as const;
type Filter = (typeof filters)[number];

/** What one listener wants to be told: a look in a set for each filter. */
export class Wanted {
  /** The same for all who want the same. */
  readonly key: string;
  readonly events: ReadonlySet<string>;
  readonly filters: readonly (readonly [Filter, ReadonlySet<string>])[];

  /** @param known names of events that this city tells */
  constructor(query: z.output<typeof wantedQuery>, known: readonly EventName[]) {
    this.events = new Set(query.events === undefined ? known : namesIn(query.events));
    this.filters = filters.flatMap((name) => (query[name] === undefined ? [] : [[name, new Set(namesIn(query[name]))] as const]));
    this.key = JSON.stringify([[...this.events].toSorted(), this.filters.map(([name, values]) => [name, [...values].toSorted()])]);
  }

  accepts({ name, about, missed = [] }: LiveEvent): boolean {
    if (name === 'reset') return missed.some((one) => this.events.has(one));
    return this.events.has(name) && (about === undefined || this.filters.every(([filter, values]) => values.has(about[filter])));
  }
}

const namesIn = (text: string) => text.split(',').map((name) => name.trim());
