import { type LogRecord, type Outgoing, outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Ending, Plane } from '../../packages/model/ending.ts';
import type { ReasonName } from '../../packages/model/reasons.ts';
import type { Tally } from '../../packages/model/tally.ts';
import { topics } from '../../packages/model/topics.ts';

const hourLength = 3_600_000;

/** Of an ending, what its count depends on. */
interface Counted {
  readonly ending: Ending['ending'];
  readonly plane: Plane;
  readonly reason?: ReasonName | undefined;
  readonly released?: { readonly reason: ReasonName; readonly plane: Plane } | undefined;
}

/** Totals of one partition's endings by hour and plane; what a batch touched goes out with its commit (truth 4). */
export class TallyBook {
  readonly #partition: number;
  readonly #tallies = new Map<string, Tally>();
  readonly #touched = new Set<string>();

  private constructor(partition: number) {
    this.#partition = partition;
  }

  static async read(partition: number, records: AsyncIterable<LogRecord>): Promise<TallyBook> {
    const book = new TallyBook(partition);
    for await (const { key, value } of records) if (value) book.#tallies.set(key, decode(topics.tallies, value));
    return book;
  }

  /** Endings counted so far, corrections among them: each stands once, in the sum of truth 2 or beside it. */
  get total(): number {
    let total = 0;
    for (const { forwarded, duplicate, quarantined, released, needless } of this.#tallies.values()) {
      total += Object.values(quarantined).reduce((all, n) => all + n, forwarded + duplicate + released + needless);
    }
    return total;
  }

  /** Counts one ending. One that stands in the place of another takes that one out, which counts as released: outside the sum of truth 2. */
  count(ending: Ending): void {
    const hour = ending.receivedTime - (ending.receivedTime % hourLength);
    if (ending.corrects) {
      this.#add(hour, ending.corrects, -1);
      this.#touch(hour, ending.corrects.plane).released += 1;
    }
    this.#add(hour, ending, 1);
  }

  takeTouched(time: number): { tallies: Tally[]; records: Outgoing[] } {
    const touched = [...this.#touched].flatMap((key) => {
      const tally = this.#tallies.get(key);
      return tally ? [{ key, tally: structuredClone(tally) }] : [];
    });
    this.#touched.clear();
    return {
      tallies: touched.map(({ tally }) => tally),
      records: touched.map(({ key, tally }) => outgoing(topics.tallies, key, tally, time, this.#partition)),
    };
  }

  /** What an ending counts, `n` times; one of a message that was sent again releases its former ending (truth 6). */
  #add(hour: number, ending: Counted, n: 1 | -1): void {
    const tally = this.#touch(hour, ending.plane);
    if (ending.ending === 'needless') {
      tally.needless += n;
      return;
    }
    if (ending.released) this.#release(hour, ending.released, n);
    if (ending.ending !== 'quarantined') tally[ending.ending] += n;
    else if (ending.reason) add(tally, ending.reason, n);
  }

  #release(hour: number, { reason, plane }: { reason: ReasonName; plane: Plane }, n: 1 | -1): void {
    const tally = this.#touch(hour, plane);
    add(tally, reason, -n);
    tally.released += n;
  }

  #touch(hour: number, plane: Plane): Tally {
    const key = `${this.#partition}/${hour}/${plane}`;
    this.#touched.add(key);
    const known = this.#tallies.get(key);
    if (known) return known;
    const fresh: Tally = { partition: this.#partition, hour, plane, forwarded: 0, duplicate: 0, quarantined: {}, released: 0, needless: 0 };
    this.#tallies.set(key, fresh);
    return fresh;
  }
}

function add(tally: Tally, reason: ReasonName, n: number): void {
  tally.quarantined[reason] = (tally.quarantined[reason] ?? 0) + n;
}
