/** What is due: the device at this index, or an attack. */
export type Due = number | 'attack';

export interface TurnsPlan {
  /** By device: seconds between two of its reports, and how many it makes (absent: without end). */
  readonly devices: readonly { readonly interval: number; readonly reports?: number }[];
  /** Seconds in which every device makes its first report, one after the other. */
  readonly opening: number;
  /** Seconds between two attacks, the first at the end of the opening; absent: none. */
  readonly attackEvery?: number;
}

interface Turn {
  readonly who: Due;
  readonly every: number;
  left: number;
  at: number;
}

/** Where everything has been said, somebody still waits for a signal. */
const longestWait = 3_600_000;
/** What was held up for longer is not caught up with. */
const patience = 1_000;

/** Each device reports in its own interval, from its own beginning; an attacker acts beside them. */
export class DeviceTurns {
  readonly #turns: readonly Turn[];

  /** `now` is any clock's milliseconds, the same in every call. */
  constructor({ devices, opening, attackEvery }: TurnsPlan, now: number) {
    const apart = (1000 * opening) / devices.length;
    const ofDevices = devices.map(({ interval, reports = Infinity }, who) => {
      return { who, every: 1000 * interval, left: reports, at: now + who * apart };
    });
    const attack = (seconds: number): Turn => ({ who: 'attack', every: 1000 * seconds, left: Infinity, at: now + 1000 * opening });
    this.#turns = [...ofDevices, ...(attackEvery === undefined ? [] : [attack(attackEvery)])];
  }

  /** Milliseconds until the next is due; 0 or less: it is. */
  wait(now: number): number {
    const next = this.#next();
    return next === undefined ? longestWait : Math.min(next.at - now, longestWait);
  }

  /** The one that is due first. Its next turn is counted from this one's, not from when it was taken, unless that is long ago. */
  take(now: number): Due | undefined {
    const next = this.#next();
    if (next === undefined) return undefined;
    next.left -= 1;
    next.at = Math.max(next.at, now - patience) + next.every;
    return next.who;
  }

  #next(): Turn | undefined {
    const open = this.#turns.filter(({ left }) => left > 0);
    return open.reduce<Turn | undefined>((first, turn) => (first === undefined || turn.at < first.at ? turn : first), undefined);
  }
}
