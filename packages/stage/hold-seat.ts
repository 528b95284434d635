import { type Log, LogUnavailable } from '../log/contract.ts';
import { topics } from '../model/topics.ts';
import { untilDone } from './back-off.ts';

interface Seat {
  /** Of all seats; whoever asks for the same name waits until it is free. */
  readonly name: string;
  /** Told of each wait for a log that cannot say. */
  report(error: unknown, wait: number): void;
}

/**
 * Does `work` in one process at a time, whichever of those that ask: as long as this one holds the seat, until `signal` aborts. The log decides, as it
 * does of partitions: a process that dies or is cut off loses its seat to one that stands by. Work ends when its own signal aborts.
 * @throws Fenced on a log of one machine, where a second process has taken it for good
 */
export function holdSeat(
  { name, report }: Seat,
  log: Log,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const task = { group: `seat-${name}`, topic: topics.seats, run: (tenure: { signal: AbortSignal }) => work(tenure.signal) };
  const transient = (error: unknown) => error instanceof LogUnavailable;
  return untilDone(() => log.consume(task, signal), { transient, report, signal });
}
