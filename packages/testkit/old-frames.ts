import type { SeededRandom } from './seeded-random.ts';

export interface OldFrame {
  /** Index of the device in its city. */
  readonly device: number;
  readonly fCnt: number;
  readonly phyPayload: Uint8Array;
}

/** Enough that an old frame may lie far behind its device's newest one, few enough to be kept. */
const most = 4_096;
/** A device of a city sends few frames while so many are kept. */
const fresh = 16;

/** Frames that the broker holds, the newest `most` of them: what somebody could have recorded off the air and send again. */
export class OldFrames {
  readonly #frames: OldFrame[] = [];
  #kept = 0;

  keep(frame: OldFrame): void {
    this.#frames[this.#kept % most] = frame;
    this.#kept += 1;
  }

  /** Undefined while there is none. */
  pick(random: SeededRandom): OldFrame | undefined {
    return this.#frames.length === 0 ? undefined : random.pick(this.#frames);
  }

  /** One of the newest; undefined while there is none. */
  pickFresh(random: SeededRandom): OldFrame | undefined {
    const choice = Math.min(fresh, this.#kept);
    return choice === 0 ? undefined : this.#frames[(this.#kept - 1 - random.integer(choice)) % most];
  }
}
