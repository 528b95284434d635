import type { Log } from '../../packages/log/contract.ts';
import { errorFields, type LogLines } from '../../packages/observe/log-line.ts';
import type { MasterKey } from '../../packages/register/master-key.ts';
import { pause } from '../../packages/stage/back-off.ts';
import { holdSeat } from '../../packages/stage/hold-seat.ts';
import { events } from './events.ts';
import type { RegisterDesk } from './register-desk.ts';
import { continueRotation } from './rotate-key.ts';

const everyHour = 3_600_000;

interface SweepParts {
  readonly log: Log;
  readonly lines: LogLines;
  readonly now: () => number;
  readonly masterKey: MasterKey;
  readonly desk: RegisterDesk;
}

/** Applies the topics' retention, and takes a rotation of the master key further: now and every hour until `signal` aborts; of several processes one does. */
export function sweepLog(parts: SweepParts, signal: AbortSignal): Promise<void> {
  const { log, lines, now } = parts;
  const report = (error: unknown, waitMs: number) => lines.say('warn', events.swept, { waitMs, ...errorFields(error) });
  const sweep = async (held: AbortSignal) => {
    while (!held.aborted) {
      await log.sweep(now()).then(
        ({ removed }) => lines.say('info', events.swept, { removed }),
        (error: unknown) => lines.say('warn', events.swept, errorFields(error)),
      );
      await continueRotation(parts).catch((error: unknown) => lines.say('warn', events.rotated, errorFields(error)));
      await pause(everyHour, held);
    }
  };
  return holdSeat({ name: 'sweep', report }, log, sweep, signal);
}
