import { type Log, type Outgoing, outgoing } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { Ending } from '../../../packages/model/ending.ts';
import type { Correction } from '../../../packages/model/rebuild.ts';
import { type Topic, topics } from '../../../packages/model/topics.ts';
import { placeTakenFrom } from './compare-life.ts';
import type { ReplayedLife } from './replay-lives.ts';

type MessageCorrection = Extract<Correction, { what: 'message' }>;
export interface PlacedCorrection {
  readonly offset: number;
  readonly correction: Correction;
}

const topicsByName = new Map<string, Topic<unknown>>(Object.values(topics).map((topic) => [topic.name, topic as Topic<unknown>]));
const page = 500;

/** All records of a message as they are to be written if the generation is swapped in; its ending says whose place it takes. */
export function messageCorrection(generation: number, life: ReplayedLife, standing: Ending | undefined): Correction {
  const ending = standing ? { ...life.ending, corrects: placeTakenFrom(standing) } : life.ending;
  const [first, ...others] = life.outputs;
  const outputs = [...(first ? [outgoing(topics.endings, first.key, ending, first.time, first.partition)] : []), ...others];
  const how = standing ? 'other' : 'missing';
  return { what: 'message', generation, how, at: life.record.offset, ending, outputs: outputs.map(asText) };
}

/** The records that mend what a correction is about. */
export function mendingRecords(correction: Correction): Outgoing[] {
  switch (correction.what) {
    case 'reading':
      return [outgoing(topics.readings, correction.reading.device, correction.reading, correction.reading.receivedTime)];
    case 'message':
      return correction.outputs.map(asRecord);
    case 'swapped':
      return [];
  }
}

/** Corrections of one partition from an offset on. */
export async function* correctionsFrom(log: Log, partition: number, from: number): AsyncGenerator<PlacedCorrection> {
  for (let next = from; ; ) {
    const records = await log.read(topics.corrections, partition, next, page);
    for (const { offset, value } of records) yield { offset, correction: decode(topics.corrections, value ?? new Uint8Array()) };
    const last = records.at(-1);
    if (!last) return;
    next = last.offset + 1;
  }
}

/** The endings that stand in place of those in `endings`, by the offset of the message's record: of the generations that were swapped in. */
export async function correctedEndings(log: Log, partition: number): Promise<ReadonlyMap<number, Ending>> {
  const proposed = new Map<number, MessageCorrection[]>();
  const corrected = new Map<number, Ending>();
  for await (const { correction } of correctionsFrom(log, partition, 0)) {
    const own = proposed.get(correction.generation) ?? [];
    proposed.set(correction.generation, own);
    if (correction.what === 'message') own.push(correction);
    if (correction.what === 'swapped') for (const { at, ending } of own) corrected.set(at, ending);
  }
  return corrected;
}

type Output = MessageCorrection['outputs'][number];

function asText({ topic, key, partition, time, value }: Outgoing): Output {
  const text = Buffer.from(value ?? new Uint8Array()).toString();
  return { topic: topic.name, key, time, text, ...(partition === undefined ? {} : { partition }) };
}

function asRecord({ topic, key, partition, time, text }: Output): Outgoing {
  const known = topicsByName.get(topic);
  if (!known) throw new Error(`A correction is for the topic "${topic}", which this Vigie does not know.`);
  return { topic: known, key, time, value: Buffer.from(text), ...(partition === undefined ? {} : { partition }) };
}
