import { type Outgoing, outgoing } from '../../../packages/log/contract.ts';
import type { Compared, ComparedKind, Generation, RebuildRequest } from '../../../packages/model/rebuild.ts';
import { comparedKinds } from '../../../packages/model/rebuild.ts';
import { topics } from '../../../packages/model/topics.ts';
import type { FoundCheckpoint } from './checkpoint.ts';

const mostExamples = 10;
const nothing: Compared = { equal: 0, missing: 0, other: 0 };

/** A generation that has not replayed anything yet; without a checkpoint there is nothing to replay before `position`. */
export function firstRecord(
  request: RebuildRequest,
  before: Generation | undefined,
  checkpoint: FoundCheckpoint | undefined,
  place: { position: number; corrections: number },
): Generation {
  const { position, corrections } = place;
  const from = checkpoint?.message ?? position;
  return {
    number: (before?.number ?? 0) + 1,
    request: request.number,
    accept: request.accept,
    time: request.time,
    state: 'replaying',
    since: checkpoint?.time ?? request.time,
    ...{ from, at: from, to: position },
    read: checkpoint?.read ?? { register: 0, sessions: 0 },
    next: {
      endings: checkpoint?.endings ?? 0,
      quarantine: checkpoint?.quarantine ?? 0,
      ...{ ownCorrections: corrections, corrections },
    },
    compared: { endings: nothing, quarantine: nothing, readings: nothing, state: nothing },
    examples: [],
    replaced: before?.replaced ?? 0,
  };
}

/** Counts `count` things that were compared; a difference may be told by an example. */
export function counted(
  generation: Generation,
  kind: ComparedKind,
  how: keyof Compared,
  example?: Omit<Generation['examples'][number], 'kind'>,
  count = 1,
): Generation {
  const { compared, examples } = generation;
  const told = example && examples.length < mostExamples ? [...examples, { kind, ...example }] : examples;
  return { ...generation, compared: { ...compared, [kind]: { ...compared[kind], [how]: compared[kind][how] + count } }, examples: told };
}

export function differencesOf({ compared }: Generation): number {
  return comparedKinds.reduce((sum, kind) => sum + compared[kind].missing + compared[kind].other, 0);
}

export function generationRecord(generation: Generation, partition: number): Outgoing {
  return outgoing(topics.generations, 'generation', generation, generation.time, partition);
}
