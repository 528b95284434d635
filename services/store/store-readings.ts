import { type Log, type LogRecord, type Outgoing, outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Reading } from '../../packages/model/reading.ts';
import { topics } from '../../packages/model/topics.ts';
import type { Series, WriteAnswer } from '../../packages/series/contract.ts';
import type { Stage } from '../../packages/stage/run-stage.ts';
import type { StoreSettings } from './config.ts';
import { touchedHours } from './touched-hours.ts';

/** Readings into the series, idempotently, before the position moves; with it goes a mark on the hours that they touch (truth 4). */
export function storeReadings(settings: StoreSettings, log: Log, series: Series): Stage {
  return {
    group: 'store',
    topic: topics.readings,
    batch: settings.batch,
    begin: async () => (records) => writeAll(records, log, series),
  };
}

/** What was outranked or stood already touches its hour too: an attempt that was not committed may have put it there. */
async function writeAll(records: readonly LogRecord[], log: Log, series: Series): Promise<Outgoing[]> {
  const readings = records.map(({ value }) => decode(topics.readings, value ?? new Uint8Array()));
  const answers = await series.write(readings);
  const kept = readings.filter((_, at) => answers[at]?.answer !== 'rejected');
  const refused = readings.flatMap((reading, at) => refusalOf(reading, answers[at]));
  return [...refused, ...touchedHours(kept, log, records.at(-1)?.time ?? 0)];
}

/** What the series refuses waits in quarantine. */
function refusalOf(reading: Reading, answer: WriteAnswer | undefined): Outgoing[] {
  if (answer?.answer !== 'rejected') return [];
  const { receivedTime, device } = reading;
  const refused = { what: 'reading', reason: 'refused_by_store', step: 'store', detail: answer.detail, receivedTime, reading } as const;
  return [outgoing(topics.quarantine, device, refused, receivedTime)];
}
