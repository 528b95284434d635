import { setTimeout as delay } from 'node:timers/promises';
import { type Log, LogUnavailable } from '../../packages/log/contract.ts';
import { stages } from '../../packages/process/held-up-stage.ts';

const lookEvery = 500;

/** Looks at every stage's position while faults happen: none of them, and no end of a topic, may move backwards. */
export class StandingsWatch {
  readonly faults: string[] = [];
  readonly #log: Log;
  readonly #stopping = new AbortController();
  readonly #highest = new Map<string, number>();
  readonly #watching: Promise<void>;

  constructor(log: Log) {
    this.#log = log;
    this.#watching = this.#watch();
  }

  /** Resolves when every stage has committed all that the log holds, and nothing has come for `quiet` ms. @throws Error after `within` ms */
  async settled({ quiet, within }: { quiet: number; within: number }): Promise<void> {
    let [same, before] = [0, ''];
    let standing = '';
    for (const end = Date.now() + within; Date.now() < end; await delay(lookEvery)) {
      const all = await this.#standings();
      if (all === undefined) continue;
      standing = all.map(({ name, committed, end: last }) => `${name} ${committed}/${last}`).join(', ');
      same = standing === before && all.every(({ committed, end: last }) => committed >= last) ? same + lookEvery : 0;
      before = standing;
      if (same >= quiet) return;
    }
    throw new Error(`The stages did not catch up within ${within / 1000} s: ${standing}`);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      for (const { name, committed, end } of (await this.#standings()) ?? []) {
        this.#mayNotFall(`the position of ${name}`, committed);
        this.#mayNotFall(`the end of ${name}`, end);
      }
      await delay(lookEvery);
    }
  }

  /** Undefined while the log does not answer. */
  async #standings() {
    try {
      const found = await Promise.all(
        stages.map(async ({ group, topic }) => ({ group, standings: await this.#log.standing(group, topic) })),
      );
      return found.flatMap(({ group, standings }) =>
        standings.map(({ partition, committed, end }) => ({ name: `${group}/${partition}`, committed, end })),
      );
    } catch (error) {
      if (error instanceof LogUnavailable) return undefined;
      throw error;
    }
  }

  #mayNotFall(what: string, now: number): void {
    const before = this.#highest.get(what) ?? 0;
    if (now < before) this.faults.push(`${what} moved backwards, from ${before} to ${now}`);
    this.#highest.set(what, Math.max(before, now));
  }
}
