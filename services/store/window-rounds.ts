import { pause } from '../../packages/stage/back-off.ts';
import type { Streams } from './window-maker.ts';

/** Windows remembered as made, at most; beyond that one may be made twice in a round. */
const mostMade = 100_000;

/**
 * Work in rounds. One begins at least `every` ms after the one before, and rests at least as long as that one worked, so that windows never
 * take more than half of a busy process (truth 7). It reaches to the end of what is touched when it begins: the series holds all of that
 * already, so a window that was made in this round need not be made for another record of it. The clock decides when, never what.
 */
export class WindowRounds {
  readonly #every: number;
  readonly #end: () => Promise<number>;
  readonly #signal: AbortSignal;
  readonly #made = new Map<number, Set<string>>();
  #count = 0;
  /** The first offset that is not of this round. */
  #until = 0;
  #began = 0;
  /** When the next one may begin. */
  #due = 0;

  /** @param end gives the offset of the next record to come. When `signal` aborts, a wait ends. */
  constructor(every: number, end: () => Promise<number>, signal: AbortSignal) {
    this.#every = every;
    this.#end = end;
    this.#signal = signal;
  }

  /** What of a batch is still to be made, once its round has begun. */
  async take(lastOffset: number, hours: Streams): Promise<Streams> {
    if (lastOffset >= this.#until) await this.#next();
    return new Map([...hours].map(([hour, streams]) => [hour, this.#without(this.#made.get(hour), streams)]));
  }

  made(hours: Streams): void {
    const now = performance.now();
    this.#due = Math.max(this.#began + this.#every, now + (now - this.#began));
    for (const [hour, streams] of hours) {
      this.#count += streams.size;
      this.#made.set(hour, new Set([...(this.#made.get(hour) ?? []), ...streams]));
    }
    if (this.#count > mostMade) this.#forget();
  }

  async #next(): Promise<void> {
    const wait = this.#due - performance.now();
    if (wait > 0) await pause(wait, this.#signal);
    this.#forget();
    this.#began = performance.now();
    this.#until = await this.#end();
  }

  #without(made: ReadonlySet<string> | undefined, streams: ReadonlySet<string>): ReadonlySet<string> {
    return made === undefined ? streams : new Set([...streams].filter((name) => !made.has(name)));
  }

  #forget(): void {
    this.#made.clear();
    this.#count = 0;
  }
}
