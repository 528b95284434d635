import type { BrokerAddress } from './publisher.ts';
import type { CityOptions } from './simulated-city.ts';
import type { TrafficRow } from './traffic-row.ts';

/**
 * How fast: `rate` (messages per second over all devices), or `periodSeconds` (each device reports once in so many seconds, one after the
 * other), or `intervals` (each device in its own interval, as its register has it).
 */
export interface SimulationOptions extends CityOptions {
  readonly broker: BrokerAddress;
  readonly rate?: number;
  readonly periodSeconds?: number;
  /** With `intervals`: seconds in which every device makes its first report (5 when absent), and between two attacks (none when absent). */
  readonly opening?: number;
  readonly attackEvery?: number;
  /** The end: so many messages published, or so much time. Neither: until `signal` aborts. */
  readonly count?: number;
  readonly durationSeconds?: number;
  /** Shares of frames, 0 to 1; 0 when absent (`TrafficOptions`). */
  readonly losses?: number;
  readonly copies?: number;
  readonly mostHearers?: number;
  readonly forged?: number;
  readonly flipped?: number;
  readonly replayed?: number;
  /** Gateways add GPS time to their own: the time of a frame then holds through any outage of the broker. */
  readonly gps?: boolean;
  readonly firstFCnt?: (index: number) => number;
  /** Publishes that wait for their PUBACK at once; 1 000 when absent. */
  readonly mostInFlight?: number;
  /** Given each row as soon as its end is known: JSON lines, once written. */
  readonly record?: (row: TrafficRow) => void;
  /** Told in words when the connection has trouble. */
  readonly trouble?: (message: string) => void;
  readonly signal: AbortSignal;
  /** ms since 1970; the system's clock when absent. It stamps frames, it does not pace them. */
  readonly clock?: () => number;
}

/** Faster than this, a device's gateway times, 1 ms apart at least, would run ahead of the clock. */
const mostPerDeviceAndSecond = 500;

/** Timers count to 2^31 ms. */
const longestDuration = 2_000_000;

const longestInterval = 604_800;

const shares = ['losses', 'copies', 'forged', 'flipped', 'replayed'] as const;
const positives = ['rate', 'periodSeconds', 'count', 'durationSeconds', 'mostInFlight', 'opening', 'attackEvery'] as const;

/** @throws RangeError that says which option is wrong, and how it should be. */
export function checkOptions(options: SimulationOptions): void {
  for (const name of shares) {
    const share = options[name] ?? 0;
    if (!(share >= 0 && share <= 1)) throw new RangeError(`"${name}" is a share from 0 to 1; ${share} was given.`);
  }
  for (const name of positives) {
    const value = options[name] ?? 1;
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`"${name}" is a number above 0; ${value} was given.`);
  }
  if ((options.durationSeconds ?? 0) > longestDuration)
    throw new RangeError(`"durationSeconds" is at most ${longestDuration}; leave it out.`);
  checkPace(options);
}

function checkPace({ rate, periodSeconds, intervals, devices, losses = 0 }: SimulationOptions): void {
  if ([rate, periodSeconds, intervals].filter((given) => given !== undefined).length !== 1) {
    throw new RangeError(
      'Give one of "rate" (messages per second), "periodSeconds" (of each device) and "intervals" (from, to: each its own).',
    );
  }
  if (intervals !== undefined) checkIntervals(intervals);
  if ((rate ?? 0) > mostPerDeviceAndSecond * devices || (periodSeconds ?? 1) < 1 / mostPerDeviceAndSecond) {
    throw new RangeError(`A simulated device sends at most ${mostPerDeviceAndSecond} frames a second; give more devices, or a lower rate.`);
  }
  if (rate !== undefined && losses === 1) {
    throw new RangeError('With "losses" 1 nothing is ever published; give "periodSeconds" instead of "rate", or fewer losses.');
  }
}

function checkIntervals([shortest, longest]: readonly [number, number]): void {
  const areWhole = Number.isInteger(shortest) && Number.isInteger(longest);
  if (!(areWhole && shortest >= 1 && shortest <= longest && longest <= longestInterval)) {
    throw new RangeError(`"intervals" are two whole numbers of seconds from 1 to ${longestInterval}, the shorter first.`);
  }
}
