import { cell } from '../cell.ts';
import { api } from './api.ts';
import { now } from './clock.ts';
import { type EventName, eventNames, type LiveEvents } from './live-events.ts';

/** How the connection stands, and since when (ms). `lost`: it was there, or could not be made; it is tried again without end. */
export interface Standing {
  readonly state: 'connecting' | 'live' | 'lost';
  readonly since: number;
}

type Listener = (event: never) => void;

/** Without the connection, what is shown is asked for again this often. */
const pollEvery = 15_000;
const shortestWait = 5_000;
const longestWait = 60_000;

const standing = cell<Standing>({ state: 'connecting', since: now() });
const listeners = new Map<EventName, Set<Listener>>(eventNames.map((name) => [name, new Set()]));
const gapListeners = new Set<() => void>();

/** The one live connection of the page; sections listen to it, none opens its own. */
export const live = {
  standing,
  /** Gives what ends the listening. */
  on<N extends EventName>(name: N, listener: (event: LiveEvents[N]) => void): () => void {
    listeners.get(name)?.add(listener);
    return () => listeners.get(name)?.delete(listener);
  },
  /** Something was missed, or there is no connection: ask the API again. */
  onGap(listener: () => void): () => void {
    gapListeners.add(listener);
    return () => gapListeners.delete(listener);
  },
};

/** Connects, and stays connected. Called once, by the page. */
export function startLive(): void {
  connect(shortestWait);
  setInterval(() => {
    if (standing.get().state !== 'live') tellGap();
  }, pollEvery);
}

function connect(wait: number, isAgain = false): void {
  const source = new EventSource(api('live'));
  let nextWait = Math.min(wait * 2, longestWait);
  source.onopen = () => {
    nextWait = shortestWait;
    stand('live');
    if (isAgain) tellGap();
  };
  source.onerror = () => {
    stand('lost');
    // The browser comes back by itself after a cut, but not after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(nextWait, true), wait);
  };
  source.addEventListener('reset', tellGap);
  for (const name of eventNames) source.addEventListener(name, ({ data }) => tell(name, data));
}

function stand(state: Standing['state']): void {
  if (standing.get().state !== state) standing.set({ state, since: now() });
}

function tell(name: EventName, data: string): void {
  const event = JSON.parse(data) as never;
  for (const listener of listeners.get(name) ?? []) listener(event);
}

function tellGap(): void {
  for (const listener of [...gapListeners]) listener();
}
