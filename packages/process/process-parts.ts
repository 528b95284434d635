import { basename } from 'node:path';
import { openServer } from '../http/open-server.ts';
import type { Log } from '../log/contract.ts';
import { LogUnavailable } from '../log/contract.ts';
import { errorFields, type LogLines, logLines } from '../observe/log-line.ts';
import { Metrics } from '../observe/metrics.ts';
import { StageWatches } from '../observe/stage-watch.ts';
import { SeriesUnavailable } from '../series/contract.ts';
import { untilDone } from '../stage/back-off.ts';
import { events } from './events.ts';
import { heldUpStage, stages } from './held-up-stage.ts';
import { Opened } from './opened.ts';
import type { ProcessSettings, ServiceName } from './process-settings.ts';
import type { Running } from './run-process.ts';
import { oneOfThemFails, RunningService } from './running-service.ts';
import { listening } from './using-setting.ts';

type Server = Awaited<ReturnType<typeof openServer>>;

/** What the process of any service is made of. */
export class ProcessParts {
  readonly name: ServiceName;
  readonly lines: LogLines;
  readonly metrics = new Metrics();
  readonly watches: StageWatches;
  readonly now = Date.now;
  readonly #opened = new Opened();
  readonly #services: RunningService[] = [];
  readonly #giveUp = new AbortController();
  #isOpen = false;

  constructor(name: ServiceName, { logLevel }: Pick<ProcessSettings, 'logLevel'>) {
    this.name = name;
    this.lines = logLines(name, logLevel);
    this.watches = new StageWatches(this.lines, this.metrics);
  }

  /** What every service is given to tell of its work. */
  told() {
    const { lines, metrics, watches, now } = this;
    return { lines, metrics, watches, now };
  }

  /** Told where the copy lies that was made of an older file before its layout was changed. */
  readonly backedUp = (file: string) => this.lines.say('info', events.backedUp, { detail: basename(file) });

  /** Opens a server or a file, to be closed in the opposite order; one that is not there yet is waited for, for ever. */
  async open<T extends { close(): Promise<unknown> }>(open: () => Promise<T>): Promise<T> {
    const transient = (error: unknown) => error instanceof LogUnavailable || error instanceof SeriesUnavailable;
    const report = (error: unknown, waitMs: number) => this.lines.say('warn', events.waiting, { waitMs, ...errorFields(error) });
    const part = await untilDone(open, { transient, report, signal: this.#giveUp.signal });
    this.#opened.add(() => part.close());
    return part;
  }

  /** Runs until the process stops; its end is the end of the process. */
  run(name: string, work: (signal: AbortSignal) => Promise<unknown>): void {
    const service = new RunningService(name, work, this.lines);
    this.#opened.add(() => service.stop());
    this.#services.push(service);
  }

  /** `/healthz`, `/readyz` and `/metrics`, and what `addRoutes` adds; answers from the moment it listens, ready once `started` was called. */
  async serve({ http }: ProcessSettings, log: Log, addRoutes: (app: Server) => Promise<void> | void = () => {}): Promise<number> {
    this.metrics.watchLag(
      log,
      stages.filter(({ service }) => service === this.name),
    );
    const notReady = async () => (this.#isOpen ? heldUpStage(log, this.watches) : 'Vigie is starting.');
    const app = await openServer(http, { lines: this.lines, metrics: this.metrics, notReady });
    await addRoutes(app);
    this.#opened.add(() => app.close());
    await listening('http', http, () => app.listen({ host: http.host, port: http.port }));
    const address = app.server.address();
    return typeof address === 'object' && address ? address.port : http.port;
  }

  started(): Running {
    this.#isOpen = true;
    this.lines.say('info', events.started);
    return {
      failed: oneOfThemFails(this.#services),
      stop: async () => {
        this.lines.say('info', events.stopping);
        await this.close();
        this.lines.say('info', events.stopped);
      },
    };
  }

  async close(): Promise<void> {
    this.#giveUp.abort();
    await this.#opened.close();
  }
}

/** Starts a service as a process; what was opened before a failure is closed again. */
export async function startService(parts: ProcessParts, start: () => Promise<void>): Promise<Running> {
  try {
    await start();
    return parts.started();
  } catch (error) {
    await parts.close();
    throw error;
  }
}
