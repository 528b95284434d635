import { BoxThread, type ThreadOwner, type ThreadSettings } from './box-thread.ts';
import { BoxUnavailable } from './contract.ts';
import type { PendingCall } from './pending-call.ts';

/** At most this many calls share a thread's fate, and wait for its slowest. */
const batchCalls = 64;
/** Threads that ended in a row without having run anything: then it is the machine, not a codec. */
const failuresInARow = 3;

/** What becomes of calls, told to whoever opened the lane. */
export interface LaneOwner {
  done(call: PendingCall, result: string): void;
  /** The watchdog ended the thread in which this call ran. */
  stuck(call: PendingCall): void;
}

/** A queue of calls and the threads that take from it, started when there is something to do, replaced when they end. */
export class BoxLane implements ThreadOwner {
  readonly #maxThreads: number;
  readonly #settings: () => ThreadSettings;
  readonly #owner: LaneOwner;
  readonly #threads = new Set<BoxThread>();
  #queue: PendingCall[] = [];
  #planned = false;
  #failures = 0;

  constructor(maxThreads: number, settings: () => ThreadSettings, owner: LaneOwner) {
    this.#maxThreads = maxThreads;
    this.#settings = settings;
    this.#owner = owner;
  }

  push(call: PendingCall): void {
    this.#queue.push(call);
    this.#plan();
  }

  /** Ends all threads; gives the calls that nobody has answered. */
  async close(): Promise<readonly PendingCall[]> {
    const queued = this.#queue.splice(0);
    const running = await Promise.all([...this.#threads].map((thread) => thread.close()));
    return [...running.flat(), ...queued];
  }

  done(calls: readonly PendingCall[], results: readonly string[]): void {
    this.#failures = 0;
    this.#post();
    for (const [index, call] of calls.entries()) this.#owner.done(call, results[index] ?? '');
  }

  lost(thread: BoxThread, current: PendingCall | undefined, others: readonly PendingCall[], error: Error | undefined): void {
    this.#threads.delete(thread);
    this.#queue.unshift(...others);
    if (current && error === undefined) this.#owner.stuck(current);
    else this.#fail(current, error);
    this.#plan();
  }

  /** A thread ended by itself. Its call is run again; what fails again and again is given back to the caller. */
  #fail(current: PendingCall | undefined, error: Error | undefined): void {
    this.#failures++;
    if (current) this.#queue.unshift(current);
    if (this.#failures < failuresInARow) return;
    this.#failures = 0;
    const cause = error ?? new Error('A codec thread ended.');
    for (const call of this.#queue.splice(0))
      call.reject(new BoxUnavailable('The codec box cannot run: its threads end by themselves.', { cause }));
  }

  /** Calls made one after another in the same turn go out together. */
  #plan(): void {
    if (this.#planned || this.#queue.length === 0) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      this.#post();
    });
  }

  #post(): void {
    while (this.#queue.length > 0) {
      const thread = this.#freeThread();
      if (thread === undefined) return;
      const wanted = this.#queue.splice(0, batchCalls).filter((call) => call.isWanted() || leave(call));
      if (wanted.length > 0) thread.post(wanted);
    }
  }

  #freeThread(): BoxThread | undefined {
    const threads = [...this.#threads].filter((thread) => thread.hasRoom).sort((a, b) => a.load - b.load);
    if (threads[0]?.load === 0 || this.#threads.size >= this.#maxThreads) return threads[0];
    const started = new BoxThread(this.#settings(), this);
    this.#threads.add(started);
    return started;
  }
}

/** Nobody waits for it any more; it is settled all the same. */
function leave(call: PendingCall): false {
  call.resolve({ outcome: 'codec_limit', detail: 'not run: nobody wants it any more' });
  return false;
}
