import type { ServerResponse } from 'node:http';
import { Problem } from '../../../packages/http/problem.ts';
import { EventRing, eventBytes, type NumberedEvent } from './event-ring.ts';
import { Feed } from './feed.ts';
import { type EventName, eventNames, type LiveEvent, type Wanted } from './live-event.ts';

export interface FanOutLimits {
  /** Listeners at once, in all. */
  readonly mostListeners: number;
  /** Listeners at once from one address. */
  readonly mostPerAddress: number;
}

export interface Listener {
  readonly wanted: Wanted;
  readonly address: string;
  /** Of the newest event that it has. */
  readonly lastId: string | undefined;
  readonly raw: ServerResponse;
}

/** All who want the same: what they are sent is made once for all of them. */
interface Channel {
  readonly wanted: Wanted;
  readonly feeds: Set<Feed>;
}

/** Events that are remembered at least: some half a minute of a busy city. */
const mostRemembered = 5_000;
/** Events that a listener who comes back is sent one by one; beyond, it is cheaper for both to fetch anew. */
const mostMissed = 1_000;
const retry = Buffer.from('retry: 5000\n\n');

/** Tells events to whoever listens; holds no more than the newest of them, and what slow listeners have not read yet. */
export class FanOut {
  readonly #limits: FanOutLimits;
  readonly #ring: EventRing;
  readonly #channels = new Map<string, Channel>();
  readonly #perAddress = new Map<string, number>();
  #listeners = 0;

  constructor(limits: FanOutLimits, start: string) {
    this.#limits = limits;
    this.#ring = new EventRing(start, mostRemembered);
  }

  get listeners(): number {
    return this.#listeners;
  }

  /** What is sent to a new listener: what it has missed, then `first`, then what comes. @throws Problem 503, 429 */
  subscribe({ wanted, address, lastId, raw }: Listener, first: readonly LiveEvent[]): Feed {
    this.#admit(address);
    const id = this.#ring.newestId;
    const current = first.filter((event) => wanted.accepts(event)).map((event) => eventBytes(event, id));
    const feed = new Feed(raw, [retry, ...this.#missed(wanted, lastId), ...current, Buffer.from(`id: ${id}\n\n`)]);
    this.#join(wanted, address, feed);
    return feed;
  }

  /** Remembers the events, and sends each listener those it wants, in one piece. */
  publish(events: readonly LiveEvent[]): void {
    if (events.length === 0) return;
    const numbered = this.#ring.add(events);
    for (const { wanted, feeds } of this.#channels.values()) sendAll(feeds, chosen(wanted, numbered));
  }

  /** Told to who listens now, and to nobody later. */
  mention(event: LiveEvent): void {
    const bytes = [eventBytes(event, this.#ring.newestId)];
    for (const { wanted, feeds } of this.#channels.values()) if (wanted.accepts(event)) sendAll(feeds, bytes);
  }

  /** Some of these could not be told: whoever wants them fetches anew. */
  reset(missed: readonly EventName[]): void {
    this.publish([resetOf(missed)]);
  }

  /** Keeps connections open through proxies, and tells how far the listener is. */
  beat(): void {
    const bytes = [Buffer.from(`:hb\nid: ${this.#ring.newestId}\n\n`)];
    for (const { feeds } of this.#channels.values()) sendAll(feeds, bytes);
  }

  /** Ends every stream at once. */
  close(): void {
    for (const { feeds } of [...this.#channels.values()]) for (const feed of [...feeds]) feed.cutOff();
  }

  #admit(address: string): void {
    if (this.#listeners >= this.#limits.mostListeners) throw full;
    if ((this.#perAddress.get(address) ?? 0) >= this.#limits.mostPerAddress) throw tooMany;
  }

  #missed(wanted: Wanted, lastId: string | undefined): Buffer[] {
    if (lastId === undefined) return [];
    const since = this.#ring.after(lastId);
    const missed = since && chosen(wanted, since);
    return missed && missed.length <= mostMissed ? missed : [eventBytes(resetOf(eventNames), this.#ring.newestId)];
  }

  #join(wanted: Wanted, address: string, feed: Feed): void {
    const channel = this.#channels.get(wanted.key) ?? { wanted, feeds: new Set() };
    this.#channels.set(wanted.key, channel);
    channel.feeds.add(feed);
    this.#listeners += 1;
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    feed.once('close', () => this.#leave(channel, address, feed));
  }

  #leave({ wanted, feeds }: Channel, address: string, feed: Feed): void {
    feeds.delete(feed);
    if (feeds.size === 0) this.#channels.delete(wanted.key);
    this.#listeners -= 1;
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}

const resetOf = (missed: readonly EventName[]): LiveEvent => ({ name: 'reset', missed, data: {} });

function chosen(wanted: Wanted, events: readonly NumberedEvent[]): Buffer[] {
  return events.filter(({ event }) => wanted.accepts(event)).map((one) => one.bytes());
}

function sendAll(feeds: ReadonlySet<Feed>, pieces: readonly Buffer[]): void {
  if (pieces.length === 0) return;
  const bytes = Buffer.concat(pieces);
  for (const feed of feeds) feed.send(bytes);
}

const full = new Problem(503, 'Too many are listening', 'Come back in a minute; everything else answers as usual.', {
  'retry-after': '60',
});
const tooMany = new Problem(
  429,
  'Too many streams from this address',
  'Close one of them, or come back in a minute. One stream with several sites does for many.',
  { 'retry-after': '60' },
);
