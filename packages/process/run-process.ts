import { collectEarly } from './collect-early.ts';
import { startRefusal } from './start-refusal.ts';
import { stopSignal } from './stop-signal.ts';

/** Something that runs until it is stopped. */
export interface Running {
  /** Resolves when a part of it has failed for good. */
  readonly failed: Promise<void>;
  /** Takes no more, finishes what is in hand, closes. */
  stop(): Promise<void>;
}

/**
 * Runs until SIGTERM or SIGINT, or until a part fails for good. Answers the exit code: 0 stopped, 1 failed, 2 not started (one line says why).
 * @param refusals kinds of errors that a person can mend, beside those of every process
 */
export async function runProcess(start: () => Promise<Running>, refusals: Parameters<typeof startRefusal>[1] = []): Promise<number> {
  collectEarly();
  const running = await start().catch((error: unknown) => refused(error, refusals));
  if (running === undefined) return 2;
  const code = await Promise.race([stopSignal().then(() => 0), running.failed.then(() => 1)]);
  await running.stop();
  return code;
}

function refused(error: unknown, refusals: Parameters<typeof startRefusal>[1]): undefined {
  const line = startRefusal(error, refusals);
  if (line === undefined) throw error;
  process.stderr.write(`${line}\n`);
}
