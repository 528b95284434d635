import type { Log } from '../../packages/log/contract.ts';
import { errorFields, type LogLines } from '../../packages/observe/log-line.ts';
import { pause } from '../../packages/stage/back-off.ts';
import { holdSeat } from '../../packages/stage/hold-seat.ts';
import { events } from './events.ts';

const everyHour = 3_600_000;

interface SweepParts {
  readonly log: Log;
  readonly lines: LogLines;
  readonly now: () => number;
}

/** Applies the topics' retention, now and every hour until `signal` aborts; of several processes one does. */
export function sweepLog({ log, lines, now }: SweepParts, signal: AbortSignal): Promise<void> {
  const report = (error: unknown, waitMs: number) => lines.say('warn', events.swept, { waitMs, ...errorFields(error) });
  const sweep = async (held: AbortSignal) => {
    while (!held.aborted) {
      await log.sweep(now()).then(
        ({ removed }) => lines.say('info', events.swept, { removed }),
        (error: unknown) => lines.say('warn', events.swept, errorFields(error)),
      );
      await pause(everyHour, held);
    }
  };
  return holdSeat({ name: 'sweep', report }, log, sweep, signal);
}
