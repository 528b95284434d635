import type { Planned } from './traffic.ts';
import type { TrafficKind, TrafficRow, TrafficSummary } from './traffic-row.ts';

/** What is known of the messages sent so far: hands each row on once its end is known, and counts. */
export class TrafficRecord {
  readonly #hand: (row: TrafficRow) => void;
  readonly #open = new Set<Planned>();
  readonly #rows: Record<TrafficKind, number> = { frame: 0, copy: 0, forged: 0, flipped: 0, replayed: 0, outdated: 0, lost: 0 };
  /** A frame and its copies share one values object. */
  readonly #counted = new WeakSet<object>();
  #acked = 0;
  #refused = 0;
  #values = 0;

  constructor(hand: (row: TrafficRow) => void) {
    this.#hand = hand;
  }

  lost({ row }: Planned): void {
    this.#rows.lost += 1;
    this.#hand({ ...row, acked: false });
  }

  published(planned: Planned): void {
    this.#rows[planned.row.kind] += 1;
    this.#open.add(planned);
  }

  acked(planned: Planned, at: number): void {
    this.#open.delete(planned);
    this.#acked += 1;
    this.#countValues(planned);
    this.#hand({ ...planned.row, acked: true, ackedAt: at });
  }

  refused(planned: Planned): void {
    this.#open.delete(planned);
    this.#refused += 1;
    this.#hand({ ...planned.row, acked: false });
  }

  #countValues({ row: { values } }: Planned): void {
    if (values === undefined || this.#counted.has(values)) return;
    this.#counted.add(values);
    this.#values += Object.keys(values).length;
  }

  /** Nobody waits any longer: what is open was not acknowledged. */
  close(): void {
    for (const { row } of this.#open) this.#hand({ ...row, acked: false });
    this.#open.clear();
  }

  get summary(): Pick<TrafficSummary, 'rows' | 'published' | 'acked' | 'unacked' | 'refused' | 'values'> {
    const { lost: _, ...sent } = this.#rows;
    const published = Object.values(sent).reduce((sum, rows) => sum + rows, 0);
    return {
      rows: { ...this.#rows },
      published,
      acked: this.#acked,
      unacked: published - this.#acked,
      refused: this.#refused,
      values: this.#values,
    };
  }
}
