import type { Ending } from '../../../packages/model/ending.ts';
import type { FrameRecord } from '../../../packages/model/frame-record.ts';
import type { QuarantinedMessage } from '../../../packages/model/quarantined.ts';
import type { Reading } from '../../../packages/model/reading.ts';
import { Newest } from './newest.ts';
import type { Round } from './round.ts';

/** What the log's topics say of one message. */
export interface RememberedLife {
  readonly ending: Ending;
  frame?: FrameRecord;
  quarantined?: QuarantinedMessage;
  readonly readings: Reading[];
}

const mostLives = 500;
const mostRefused = 200;

/** The newest messages of a simulated city, from their endings on. */
export class RememberedLives {
  readonly #lives = new Newest<string, RememberedLife>(mostLives);
  readonly #refused = new Newest<string, QuarantinedMessage>(mostRefused);

  take({ endings, frames, readings, quarantined }: Pick<Round, 'endings' | 'frames' | 'readings' | 'quarantined'>): void {
    for (const ending of endings) this.#end(ending);
    for (const frame of frames) {
      const life = this.#lives.get(frame.message);
      if (life) life.frame = frame;
    }
    for (const reading of readings) this.#lives.get(reading.message)?.readings.push(reading);
    for (const one of quarantined) if (one.what === 'message') this.#refuse(one);
  }

  life(id: string): RememberedLife | undefined {
    return this.#lives.get(id);
  }

  /** The newest first. */
  refused(): QuarantinedMessage[] {
    return this.#refused.values().toReversed();
  }

  /** A message that was sent again lives anew, and waits no longer. */
  #end(ending: Ending): void {
    if (ending.ending === 'needless') return;
    this.#lives.set(ending.id, { ending, readings: [] });
    this.#refused.delete(ending.id);
  }

  #refuse(quarantined: QuarantinedMessage): void {
    this.#refused.set(quarantined.id, quarantined);
    const life = this.#lives.get(quarantined.id);
    if (life) life.quarantined = quarantined;
  }
}
