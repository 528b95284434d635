import type { Log } from '../../packages/log/contract.ts';
import { errorFields, type LogLines } from '../../packages/observe/log-line.ts';
import { pause } from '../../packages/stage/back-off.ts';
import { events } from './events.ts';

const everyHour = 3_600_000;

/** Applies the topics' retention, now and every hour until `signal` aborts. */
export async function sweepLog(log: Log, lines: LogLines, now: () => number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await log.sweep(now()).then(
      ({ removed }) => lines.say('info', events.swept, { removed }),
      (error: unknown) => lines.say('warn', events.swept, errorFields(error)),
    );
    await pause(everyHour, signal);
  }
}
