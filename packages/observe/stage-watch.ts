import type { StageWatch } from '../stage/run-stage.ts';
import { errorFields, type LogLines } from './log-line.ts';
import type { Metrics } from './metrics.ts';

/** Log lines and metrics of one stage: records committed, age of the newest one, failures. */
export class StageWatches {
  readonly #committed;
  readonly #failures;
  readonly #newest = new Map<string, number>();
  /** Kinds of error of the partitions whose last attempt failed, by group. */
  readonly #failing = new Map<string, Map<number, string>>();
  readonly #lines: LogLines;

  constructor(lines: LogLines, metrics: Metrics, now: () => number = Date.now) {
    this.#lines = lines;
    this.#committed = metrics.counter('stage_records_total', 'Records whose outcome a stage has committed', ['group']);
    this.#failures = metrics.counter('stage_failures_total', 'Attempts of a stage that failed and were tried again', ['group', 'error']);
    metrics.gauge('stage_newest_age_seconds', 'Age of the newest record that a stage has committed', ['group'], (gauge) => {
      for (const [group, time] of this.#newest) gauge.set({ group }, (now() - time) / 1000);
    });
  }

  /** The kind of error after which the stage tries again; undefined once it has committed since, or has the partition no more. */
  failure(group: string): string | undefined {
    return this.#failing.get(group)?.values().next().value;
  }

  of(group: string): StageWatch {
    const failing = new Map<number, string>();
    this.#failing.set(group, failing);
    return {
      committed: ({ partition, records, newest }) => {
        this.#committed.inc({ group }, records);
        failing.delete(partition);
        this.#newest.set(group, Math.max(newest, this.#newest.get(group) ?? 0));
      },
      failed: ({ partition, error, wait }) => {
        const fields = errorFields(error);
        this.#failures.inc({ group, error: String(fields.error) });
        failing.set(partition, String(fields.error));
        this.#lines.say('warn', 'stage.attempt.failed', { group, partition, waitMs: wait, ...fields });
      },
      left: ({ partition }) => {
        failing.delete(partition);
      },
    };
  }
}
