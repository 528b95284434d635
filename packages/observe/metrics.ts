import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Log } from '../log/contract.ts';
import type { Topic } from '../model/topics.ts';
import type { AllowedField } from './log-line.ts';

/** A process's metrics in Prometheus' text form. Labels come from the allow-list of log fields only (truth 11). */
export class Metrics {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry, prefix: 'vigie_' });
  }

  counter<Label extends AllowedField>(name: string, help: string, labels: readonly Label[]): Counter<Label> {
    return new Counter({ name: `vigie_${name}`, help, labelNames: [...labels], registers: [this.#registry] });
  }

  gauge<Label extends AllowedField>(
    name: string,
    help: string,
    labels: readonly Label[],
    collect?: (gauge: Gauge<Label>) => Promise<void> | void,
  ): Gauge<Label> {
    return new Gauge({
      name: `vigie_${name}`,
      help,
      labelNames: [...labels],
      registers: [this.#registry],
      ...(collect
        ? {
            async collect() {
              await collect(this);
            },
          }
        : {}),
    });
  }

  /** How many records a group has not yet committed, asked of the log at each scrape. */
  watchLag(log: Log, followed: readonly { group: string; topic: Topic<unknown> }[]): void {
    this.gauge('stage_lag_records', 'Records that a stage has not committed yet', ['group', 'topic', 'partition'], async (gauge) => {
      for (const { group, topic } of followed) {
        for (const { partition, committed, end } of await log.standing(group, topic)) {
          gauge.set({ group, topic: topic.name, partition: String(partition) }, end - committed);
        }
      }
    });
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }
}
