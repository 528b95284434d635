import { Worker } from 'node:worker_threads';
import type { PendingCall } from './pending-call.ts';
import { workerFile } from './worker-file.ts';
import type { CallBatch, WorkerStart } from './worker-messages.ts';

/** One runs and one waits, so that a thread never waits for this one. */
const batchesInFlight = 2;
/** The watchdog looks this often within its time, so that a process that stood still for an hour has not seen an hour of no progress. */
const looks = 4;
/** The stack is wide enough for the engine's own bound to be met first: that one does not depend on how V8 has compiled it. */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 16 };

export interface ThreadSettings extends Omit<WorkerStart, 'running'> {
  readonly watchdogMs: number;
}

/** What a thread tells its owner. */
export interface ThreadOwner {
  /** These calls have run, or were put off; there may be room for a batch again. */
  done(calls: readonly PendingCall[], results: readonly string[]): void;
  /** The thread has ended and is not to be used again: by the watchdog (no error) or by itself. `current` was running, the others were not. */
  lost(thread: BoxThread, current: PendingCall | undefined, others: readonly PendingCall[], error: Error | undefined): void;
}

/** What is left of a batch, and the number of its first call. */
interface SentBatch {
  first: number;
  readonly calls: PendingCall[];
}

/** One worker thread and the watchdog over it. */
export class BoxThread {
  readonly #owner: ThreadOwner;
  readonly #running: Int32Array;
  readonly #worker: Worker;
  readonly #watch: NodeJS.Timeout;
  readonly #told = new Set<string>();
  readonly #sent: SentBatch[] = [];
  #next = 1;
  #seen = 0;
  #unchanged = 0;
  #ended = false;

  constructor({ watchdogMs, ...start }: ThreadSettings, owner: ThreadOwner) {
    this.#owner = owner;
    const running = new SharedArrayBuffer(4);
    this.#running = new Int32Array(running);
    const workerData: WorkerStart = { ...start, running };
    this.#worker = new Worker(workerFile, { workerData, resourceLimits, env: {}, execArgv: [] });
    this.#worker.on('message', (results: readonly string[]) => this.#finish(results));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`A codec thread ended by itself, code ${code}.`)));
    this.#watch = setInterval(() => this.#look(), watchdogMs / looks).unref();
  }

  /** How many batches it has. */
  get load(): number {
    return this.#sent.length;
  }

  get hasRoom(): boolean {
    return this.#sent.length < batchesInFlight;
  }

  post(calls: readonly PendingCall[]): void {
    const codecs = new Map(calls.map(({ codec }) => [codec.id, codec]));
    const scripts = [...codecs.values()].filter(({ id }) => !this.#told.has(id));
    for (const { id } of scripts) this.#told.add(id);
    const batch: CallBatch = { first: this.#next, scripts, calls: calls.map(({ call }) => call) };
    this.#sent.push({ first: this.#next, calls: [...calls] });
    this.#next += calls.length;
    this.#worker.ref();
    this.#worker.postMessage(batch);
  }

  /** Ends the thread without a word to its owner; gives the calls that it had. */
  async close(): Promise<readonly PendingCall[]> {
    this.#ended = true;
    clearInterval(this.#watch);
    await this.#worker.terminate();
    return this.#sent.flatMap(({ calls }) => calls);
  }

  #finish(results: readonly string[]): void {
    const batch = this.#ended ? undefined : this.#sent[0];
    if (batch === undefined) return;
    const answered = batch.calls.splice(0, results.length);
    batch.first += answered.length;
    if (batch.calls.length === 0) this.#sent.shift();
    if (this.#sent.length === 0) this.#worker.unref();
    this.#owner.done(answered, results);
  }

  #look(): void {
    const running = Atomics.load(this.#running, 0);
    this.#unchanged = running !== 0 && running === this.#seen ? this.#unchanged + 1 : 0;
    this.#seen = running;
    if (this.#unchanged >= looks) this.#end(undefined);
  }

  #end(error: Error | undefined): void {
    if (this.#ended) return;
    const running = Atomics.load(this.#running, 0);
    const current = this.#sent.flatMap(({ first, calls }) => calls[running - first] ?? []).at(0);
    const others = this.#sent.flatMap(({ calls }) => calls.filter((call) => call !== current));
    void this.close();
    this.#owner.lost(this, current, others, error);
  }
}
