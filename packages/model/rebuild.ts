import { z } from 'zod';
import { claimStateSchema, resentSchema } from './claim-state.ts';
import { endingSchema, readUpToSchema } from './ending.ts';
import { readingSchema } from './reading.ts';

const offset = z.number().int().nonnegative();
const count = z.number().int().nonnegative();

/**
 * Decode's whole state of one partition at one commit: one record for each session and each resend, and behind them, in the same commit,
 * the record that says what they are.
 */
export const checkpointSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('claim'), state: claimStateSchema }),
  z.object({ what: z.literal('resend'), state: resentSchema }),
  z.object({
    what: z.literal('checkpoint'),
    /** First message that is not in the state. */
    message: offset,
    /** Received time of that message, ms. */
    time: z.number().int(),
    /** How many records stand before this one and belong to it. */
    records: count,
    /** How far the register was read. */
    read: readUpToSchema,
    /** From where on the outcomes of the messages that follow lie in their topics. */
    endings: offset,
    quarantine: offset,
  }),
]);
export type CheckpointRecord = z.infer<typeof checkpointSchema>;
export type Checkpoint = Extract<CheckpointRecord, { what: 'checkpoint' }>;

/** What a person asked for; the newest one counts. */
export const rebuildRequestSchema = z.object({
  /** 1 for the first, then 2, … */
  number: count,
  /** False: stop it. */
  wanted: z.boolean(),
  /** Swap in what differs as well; without it, only a generation that equals the old one is. */
  accept: z.boolean(),
  /** From the newest checkpoint that is not younger, ms; null: from the oldest whose messages are all kept. */
  from: z.number().int().nullable(),
  /** When it was asked, ms. */
  time: z.number().int(),
});
export type RebuildRequest = z.infer<typeof rebuildRequestSchema>;

/** Of what the new generation gives: as it was; not there before; there before, but another. */
const comparedSchema = z.object({ equal: count, missing: count, other: count });
export type Compared = z.infer<typeof comparedSchema>;

export const comparedKinds = ['endings', 'quarantine', 'readings', 'state'] as const;
export type ComparedKind = (typeof comparedKinds)[number];

/**
 * `replaying` messages; `mending`: swapped in, and what differed is being sent on. Ended: `swapped` in, `different` and left where the old one
 * is, `stopped`, `failed`.
 */
export const generationStates = ['replaying', 'mending', 'swapped', 'different', 'stopped', 'failed'] as const;
export type GenerationState = (typeof generationStates)[number];

/** The newest generation of one partition's state, and how far it is. */
export const generationSchema = z.object({
  /** 1 for the first of this partition, then 2, … */
  number: count,
  /** Number of the request that it answers. */
  request: count,
  accept: z.boolean(),
  /** When it was asked for, ms. */
  time: z.number().int(),
  state: z.enum(generationStates),
  /** Received time of the first message, ms. */
  since: z.number().int(),
  /** First message, the next one to replay, and where decode stood when this was written. */
  from: offset,
  at: offset,
  to: offset,
  read: readUpToSchema,
  /** Next offsets of the outcomes that it is held against, and of `corrections`: the first of this generation, the next one to send on. */
  next: z.object({ endings: offset, quarantine: offset, ownCorrections: offset, corrections: offset }),
  compared: z.object({ endings: comparedSchema, quarantine: comparedSchema, readings: comparedSchema, state: comparedSchema }),
  /** The first few differences: what, of which message, in words; no identifiers. */
  examples: z.array(z.object({ kind: z.enum(comparedKinds), message: z.string(), was: z.string(), is: z.string() })),
  /** Endings that all generations so far have added to `endings` in place of others. */
  replaced: count,
  detail: z.string().optional(),
});
export type Generation = z.infer<typeof generationSchema>;

/** Readings that a generation gives for some messages whose endings are as they were, to be held against the series. */
export const rebuiltSchema = z.object({ generation: count, readings: z.array(readingSchema) });
export type Rebuilt = z.infer<typeof rebuiltSchema>;

const how = z.enum(['missing', 'other']);

/** What a generation gives and the old one did not. Nothing of it holds before the record says that the generation was swapped in. */
export const correctionSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('reading'), generation: count, how, reading: readingSchema, was: readingSchema.optional() }),
  z.object({
    what: z.literal('message'),
    generation: count,
    how,
    /** Offset of the message's record. */
    at: offset,
    ending: endingSchema,
    /** Its records, as they are to be written. */
    outputs: z.array(
      z.object({ topic: z.string(), key: z.string(), partition: count.optional(), time: z.number().int(), text: z.string() }),
    ),
  }),
  z.object({ what: z.literal('swapped'), generation: count }),
]);
export type Correction = z.infer<typeof correctionSchema>;
