import { RecentlyUsed } from '../../packages/lorawan/recently-used.ts';

/** MICs that failing frames of one DevAddr may have tried at once, and in each second: with 1 000 sessions, 250 frames and 50 frames a second. */
const mostAtOnce = 1_000_000;
const mostPerSecond = 200_000;
const mostDevAddrs = 10_000;

interface Spent {
  tried: number;
  /** ms. */
  at: number;
}

/**
 * What frames whose MIC fits nothing may cost, by DevAddr: who guesses at an address with many sessions must not hold up the others (truth 7). By
 * received times, for no decision reads a clock. Beyond it a frame is still tried with the likely counter of every session, so that a right one passes.
 */
export class MicBudget {
  readonly #spent = new RecentlyUsed<string, Spent>(mostDevAddrs);

  isSpent(devAddr: string, receivedTime: number): boolean {
    return this.#now(devAddr, receivedTime).tried > mostAtOnce;
  }

  /** @param tried MICs, in vain */
  failed(devAddr: string, tried: number, receivedTime: number): void {
    this.#now(devAddr, receivedTime).tried += tried;
  }

  #now(devAddr: string, receivedTime: number): Spent {
    const spent = this.#spent.get(devAddr, () => ({ tried: 0, at: receivedTime }));
    const seconds = Math.max(0, receivedTime - spent.at) / 1_000;
    spent.tried = Math.max(0, spent.tried - seconds * mostPerSecond);
    spent.at = Math.max(spent.at, receivedTime);
    return spent;
  }
}
