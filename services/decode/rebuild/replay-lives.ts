import type { LogRecord, Outgoing } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { Ending } from '../../../packages/model/ending.ts';
import type { QuarantinedMessage } from '../../../packages/model/quarantined.ts';
import type { Reading } from '../../../packages/model/reading.ts';
import { type Topic, topics } from '../../../packages/model/topics.ts';
import type { City } from '../city.ts';
import { decodeBatch } from '../decode-batch.ts';
import type { Place } from '../ending-records.ts';

/** What became of one message this time. */
export interface ReplayedLife {
  readonly record: LogRecord;
  readonly ending: Ending;
  readonly readings: readonly Reading[];
  readonly quarantined: QuarantinedMessage | undefined;
  /** All of its records, the ending first. */
  readonly outputs: readonly Outgoing[];
}

export interface Replayed {
  readonly lives: readonly ReplayedLife[];
  /** The records of the state that they moved. */
  readonly state: readonly Outgoing[];
}

/** The lives of messages once more, in the order of the log, on the state of `city.claims`, which moves. */
export async function replayLives(records: readonly LogRecord[], city: City, place: Place): Promise<Replayed> {
  const readings = new Map<number, readonly Reading[]>();
  const outputs = await decodeBatch(records, city, place, {
    // Nobody else hears of a message twice.
    ended: ({ at }, ended) => readings.set(at, ended.ended === 'forwarded' ? ended.readings : []),
    faulted: () => {},
  });
  // An ending opens the records of its message; the state comes last of all.
  const begins = outputs.flatMap(({ topic }, at) => (topic === topics.endings ? [at] : []));
  const state = outputs.filter(isState);
  begins.push(outputs.length - state.length);
  const livesOf = (record: LogRecord, n: number) =>
    lifeOf(record, outputs.slice(begins[n], begins[n + 1]), readings.get(record.offset) ?? []);
  return { lives: records.map(livesOf), state };
}

const isState = ({ topic }: Outgoing) => topic === topics.generationClaims || topic === topics.generationResends;

function lifeOf(record: LogRecord, outputs: readonly Outgoing[], readings: readonly Reading[]): ReplayedLife {
  const [ending] = contents(topics.endings, outputs);
  if (!ending) throw new Error('A message has no ending.');
  const [waiting] = contents(topics.quarantine, outputs);
  return {
    record,
    ending,
    readings,
    quarantined: waiting?.what === 'message' ? waiting : undefined,
    outputs,
  };
}

function contents<T>(topic: Topic<T>, outputs: readonly Outgoing[]): T[] {
  return outputs.filter((one) => one.topic === topic).map(({ value }) => decode(topic, value ?? new Uint8Array()));
}
