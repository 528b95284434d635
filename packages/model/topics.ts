import type { z } from 'zod';
import { claimStateSchema, resentSchema } from './claim-state.ts';
import { countedSchema } from './counted.ts';
import { destroyedSchema } from './destroyed.ts';
import { deviceEventSchema } from './device-event.ts';
import { endingSchema } from './ending.ts';
import { frameRecordSchema } from './frame-record.ts';
import { joinFrameSchema } from './join-frame.ts';
import { messageSchema } from './message.ts';
import { quarantinedSchema } from './quarantined.ts';
import { readingSchema } from './reading.ts';
import { checkpointSchema, correctionSchema, generationSchema, rebuildRequestSchema, rebuiltSchema } from './rebuild.ts';
import { recordKeySchema } from './record-key.ts';
import { registerEntitySchema, sessionsRecordSchema } from './register-entities.ts';
import { seatSchema } from './seat.ts';
import { tallySchema } from './tally.ts';
import { touchedSchema, windowSchema } from './window.ts';

const hours = (n: number) => n * 3_600_000;
const days = (n: number) => hours(24 * n);
const gib = (n: number) => n * 2 ** 30;

/** A topic of the log: its name, what a record of it holds, how it is spread and how long it is kept. */
export interface Topic<T> {
  readonly name: string;
  /** What the key of a record is; the key decides the partition unless the writer names one. */
  readonly key: string;
  readonly partitions: number;
  /** How long, in ms, and how much, in bytes over all partitions; null: for ever, without a cap. */
  readonly retention: { readonly time: number | null; readonly bytes: number | null };
  /** Only the newest record of each key is kept; a record without value removes its key. */
  readonly compacted: boolean;
  /** Of a compacted topic: for how long, in ms, a record stays readable after a newer one has taken its place. Absent: it goes at once. */
  readonly history?: number;
  /**
   * How values stand in the log (`packages/register/sealed-log`): `day`: under a random key of the record's day, destroyed when the retention ends;
   * `device`: under a random key of the device that is the record's key; `master`: under the master key. Absent: as they are.
   */
  readonly sealed?: 'day' | 'device' | 'master';
  /** A key tells a radio identity: in the log stands its name under the master key instead, in the partition of the plain one. */
  readonly hidesKey?: true;
  /** Version of the records written today; older ones are read for ever, those of the next version too (`contents.ts`). */
  readonly version: number;
  /** Of each version before this one, from 1 on: makes of its value one of the next version. Absent: a value stays as it is. */
  readonly upgrades?: readonly ((is: unknown) => unknown)[];
  readonly schema: z.ZodType<T>;
}

/** A rebuild reads the register as it was at any moment of which a checkpoint is kept. */
const registerHistory = days(8);

const topic = <T>(definition: Topic<T>): Topic<T> => definition;

/** Partitions of `messages` and of all topics that lie beside it. */
const spread = 8;

export const topics = {
  messages: topic({
    name: 'messages',
    key: 'DevAddr, else device, else gateway, else topic',
    partitions: spread,
    retention: { time: hours(72), bytes: gib(8) },
    compacted: false,
    sealed: 'day',
    hidesKey: true,
    version: 1,
    schema: messageSchema,
  }),
  endings: topic({
    name: 'endings',
    key: 'as messages',
    partitions: spread,
    retention: { time: days(30), bytes: gib(8) },
    compacted: false,
    version: 1,
    schema: endingSchema,
  }),
  claims: topic({
    name: 'claims',
    key: 'session; partition as messages',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: claimStateSchema,
  }),
  resends: topic({
    name: 'resends',
    key: 'id of the message; partition as messages',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: resentSchema,
  }),
  checkpoints: topic({
    name: 'checkpoints',
    key: 'session, or id of the message, or "checkpoint"; partition as messages',
    partitions: spread,
    retention: { time: hours(96), bytes: gib(4) },
    compacted: false,
    version: 1,
    schema: checkpointSchema,
  }),
  rebuilds: topic({
    name: 'rebuilds',
    key: '"rebuild"',
    partitions: 1,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: rebuildRequestSchema,
  }),
  generations: topic({
    name: 'generations',
    key: '"generation"; partition as messages',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: generationSchema,
  }),
  generationClaims: topic({
    name: 'generation_claims',
    key: 'as claims',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: claimStateSchema,
  }),
  generationResends: topic({
    name: 'generation_resends',
    key: 'as resends',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: resentSchema,
  }),
  rebuilt: topic({
    name: 'rebuilt',
    key: 'one of a few slots, each written again when the store has compared it; partition as messages',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: rebuiltSchema,
  }),
  corrections: topic({
    name: 'corrections',
    key: 'number of the generation; partition as messages',
    partitions: spread,
    retention: { time: days(7), bytes: gib(2) },
    compacted: false,
    version: 1,
    schema: correctionSchema,
  }),
  joins: topic({
    name: 'joins',
    key: 'device, else "accept"',
    partitions: 1,
    retention: { time: hours(24), bytes: gib(1) },
    compacted: false,
    sealed: 'day',
    version: 1,
    schema: joinFrameSchema,
  }),
  sessions: topic({
    name: 'sessions',
    key: 'session, or session and "/spoken"',
    partitions: 1,
    retention: { time: null, bytes: null },
    compacted: true,
    history: registerHistory,
    sealed: 'master',
    version: 2,
    schema: sessionsRecordSchema,
  }),
  register: topic({
    name: 'register',
    key: 'entity',
    partitions: 1,
    retention: { time: null, bytes: null },
    compacted: true,
    history: registerHistory,
    version: 2,
    schema: registerEntitySchema,
  }),
  recordKeys: topic({
    name: 'record_keys',
    key: 'id of the key',
    partitions: 1,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: recordKeySchema,
  }),
  destroyed: topic({
    name: 'destroyed',
    key: 'device',
    partitions: 1,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: destroyedSchema,
  }),
  seats: topic<never>({
    name: 'seats',
    key: 'none: nothing is written',
    partitions: 1,
    retention: { time: null, bytes: null },
    compacted: false,
    version: 1,
    schema: seatSchema,
  }),
  frames: topic({
    name: 'frames',
    key: 'device',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: false,
    sealed: 'device',
    version: 1,
    schema: frameRecordSchema,
  }),
  readings: topic({
    name: 'readings',
    key: 'device',
    partitions: spread,
    retention: { time: days(7), bytes: gib(8) },
    compacted: false,
    version: 1,
    schema: readingSchema,
  }),
  deviceEvents: topic({
    name: 'device_events',
    key: 'device, else gateway, else as messages',
    partitions: spread,
    retention: { time: days(7), bytes: gib(4) },
    compacted: false,
    version: 2,
    schema: deviceEventSchema,
  }),
  quarantine: topic({
    name: 'quarantine',
    key: 'as messages',
    partitions: spread,
    retention: { time: days(7), bytes: gib(4) },
    compacted: false,
    sealed: 'day',
    version: 1,
    schema: quarantinedSchema,
  }),
  tallies: topic({
    name: 'tallies',
    key: 'hour and plane; partition as endings',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: tallySchema,
  }),
  counted: topic({
    name: 'counted',
    key: '"counted"; partition as endings',
    partitions: spread,
    retention: { time: null, bytes: null },
    compacted: true,
    version: 1,
    schema: countedSchema,
  }),
  touched: topic({
    name: 'touched',
    key: 'partition of the datastreams, by their names',
    partitions: spread,
    retention: { time: days(1), bytes: gib(1) },
    compacted: false,
    version: 1,
    schema: touchedSchema,
  }),
  windows: topic({
    name: 'windows',
    key: 'datastream',
    partitions: spread,
    retention: { time: days(7), bytes: gib(2) },
    compacted: false,
    version: 1,
    schema: windowSchema,
  }),
} as const;

export type TopicName = (typeof topics)[keyof typeof topics]['name'];
