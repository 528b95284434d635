import { type LogRecord, type Outgoing, outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { Stage } from '../../packages/stage/run-stage.ts';
import type { StoreSettings } from './config.ts';

/** Readings into the series, idempotently, before the position moves (truth 4). What the series refuses waits in quarantine. */
export function storeReadings(settings: StoreSettings, series: Series): Stage {
  return {
    group: 'store',
    topic: topics.readings,
    batch: settings.batch,
    begin: async () => (records) => writeAll(records, series),
  };
}

async function writeAll(records: readonly LogRecord[], series: Series): Promise<Outgoing[]> {
  const readings = records.map(({ value }) => decode(topics.readings, value ?? new Uint8Array()));
  const answers = await series.write(readings);
  return readings.flatMap((reading, at) => {
    const answer = answers[at];
    if (answer?.answer !== 'rejected') return [];
    const { receivedTime, device } = reading;
    const refused = { what: 'reading', reason: 'refused_by_store', step: 'store', detail: answer.detail, receivedTime, reading } as const;
    return [outgoing(topics.quarantine, device, refused, receivedTime)];
  });
}
