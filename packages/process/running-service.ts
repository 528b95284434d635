import { errorFields, type LogLines } from '../observe/log-line.ts';
import { events } from './events.ts';

/** A service that runs until it is stopped. One that ends by itself has failed, and says so: never a silent stop (truth 7). */
export class RunningService {
  /** Resolves when it has ended; true: by itself. */
  readonly failed: Promise<boolean>;
  readonly #stopping = new AbortController();

  constructor(name: string, run: (signal: AbortSignal) => Promise<unknown>, lines: LogLines) {
    this.failed = run(this.#stopping.signal).then(
      () => !this.#stopping.signal.aborted && tell(name, new Error('It ended by itself.'), lines),
      (error: unknown) => tell(name, error, lines),
    );
  }

  /** Resolves when it has finished what it had in hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.failed;
  }
}

function tell(name: string, error: unknown, lines: LogLines): true {
  lines.say('error', events.failed, { stage: name, ...errorFields(error) });
  return true;
}

/** Resolves when one of the services has failed. */
export function oneOfThemFails(services: readonly RunningService[]): Promise<void> {
  return new Promise((resolve) => {
    for (const { failed } of services) failed.then((isFailure) => isFailure && resolve());
  });
}
