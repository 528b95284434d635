import { z } from 'zod';
import { momentSchema } from '../../packages/http/moment.ts';
import { Problem } from '../../packages/http/problem.ts';
import { type Log, outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { type Compared, type ComparedKind, comparedKinds, type Generation, type RebuildRequest } from '../../packages/model/rebuild.ts';
import { topics } from '../../packages/model/topics.ts';
import { everyRecord } from './read-topic.ts';

export const rebuildQuery = z.strictObject({
  accept: z
    .enum(['true', 'false'], 'wants true or false')
    .optional()
    .meta({ description: 'Swap in what differs as well.', fr: 'Mettre aussi en service ce qui diffère.' }),
  from: momentSchema.optional().meta({
    description: 'From the newest checkpoint that is not younger; without: from the oldest.',
    fr: 'Depuis le dernier point de reprise qui n’est pas plus récent ; sans : depuis le plus ancien.',
  }),
});

export const rebuildStates = ['never', 'running', 'stopping', 'swapped', 'different', 'stopped', 'failed'] as const;
export type RebuildState = (typeof rebuildStates)[number];

/** How far a rebuild is, and what it has found. */
export interface RebuildStatus {
  readonly state: RebuildState;
  readonly number: number;
  readonly accept: boolean;
  /** Messages replayed, and how many there are. */
  readonly replayed: number;
  readonly of: number;
  readonly compared: Record<ComparedKind, Compared>;
  readonly examples: Generation['examples'];
  readonly partitions: readonly PartitionStatus[];
}

interface PartitionStatus {
  readonly partition: number;
  readonly state: Generation['state'] | 'waiting';
  /** Received time of the first message replayed. */
  readonly since: string | null;
  readonly replayed: number;
  readonly of: number;
  readonly detail: string | null;
}

/** Asks decode for a rebuild. @throws Problem 409 while one runs */
export async function askRebuild(log: Log, { accept, from }: z.infer<typeof rebuildQuery>, now: number): Promise<RebuildStatus> {
  const { state, number } = await rebuildStatus(log);
  if (state === 'running' || state === 'stopping') {
    throw new Problem(409, 'A rebuild runs already', 'Wait for its end (`vigie rebuild status`), or stop it (`vigie rebuild stop`).');
  }
  await write(log, { number: number + 1, wanted: true, accept: accept === 'true', from: from ?? null, time: now });
  return rebuildStatus(log);
}

/** Interrupts a rebuild; the state in use stays. @throws Problem 409 when none runs */
export async function stopRebuild(log: Log): Promise<RebuildStatus> {
  const request = await newestRequest(log);
  const { state } = await rebuildStatus(log);
  if (!request || state !== 'running')
    throw new Problem(409, 'No rebuild runs', '`vigie rebuild status` shows what became of the last one.');
  await write(log, { ...request, wanted: false });
  return rebuildStatus(log);
}

export async function rebuildStatus(log: Log): Promise<RebuildStatus> {
  const request = await newestRequest(log);
  const generations = request ? await generationsOf(log, request) : [];
  const partitions = await Promise.all(generations.map((one, partition) => partitionStatus(log, partition, one)));
  const sum = (count: (one: PartitionStatus) => number) => partitions.reduce((all, one) => all + count(one), 0);
  return {
    state: request ? overall(request, generations) : 'never',
    number: request?.number ?? 0,
    accept: request?.accept ?? false,
    replayed: sum(({ replayed }) => replayed),
    of: sum(({ of }) => of),
    compared: comparedOver(generations),
    examples: generations.flatMap((one) => one?.examples ?? []).slice(0, 10),
    partitions,
  };
}

function overall({ wanted }: RebuildRequest, generations: readonly (Generation | undefined)[]): RebuildState {
  const states = generations.map((one) => one?.state ?? (wanted ? 'replaying' : 'stopped'));
  if (states.includes('mending')) return 'running';
  if (states.includes('replaying')) return wanted ? 'running' : 'stopping';
  return (['failed', 'different', 'stopped'] as const).find((state) => states.includes(state)) ?? 'swapped';
}

async function partitionStatus(log: Log, partition: number, generation: Generation | undefined): Promise<PartitionStatus> {
  if (!generation) return { partition, state: 'waiting', since: null, replayed: 0, of: 0, detail: null };
  const { state, from, at, to, since, detail = null } = generation;
  const decoded = (await log.standing('decode', topics.messages)).find((one) => one.partition === partition)?.committed ?? to;
  const end = state === 'replaying' ? decoded : at;
  return { partition, state, since: new Date(since).toISOString(), replayed: at - from, of: Math.max(end, at) - from, detail };
}

function comparedOver(generations: readonly (Generation | undefined)[]): Record<ComparedKind, Compared> {
  const all = generations.flatMap((one) => (one ? [one.compared] : []));
  const sum = (kind: ComparedKind, how: keyof Compared) => all.reduce((total, compared) => total + compared[kind][how], 0);
  const of = (kind: ComparedKind) => ({ equal: sum(kind, 'equal'), missing: sum(kind, 'missing'), other: sum(kind, 'other') });
  return Object.fromEntries(comparedKinds.map((kind) => [kind, of(kind)])) as Record<ComparedKind, Compared>;
}

/** Of each partition, undefined where decode has not yet begun with this request. */
async function generationsOf(log: Log, { number }: RebuildRequest): Promise<(Generation | undefined)[]> {
  const partitions = Array.from({ length: log.partitions(topics.generations) }, (_, partition) => partition);
  const newest = await Promise.all(partitions.map((partition) => newestOf(log, partition)));
  return newest.map((one) => (one?.request === number ? one : undefined));
}

async function newestOf(log: Log, partition: number): Promise<Generation | undefined> {
  let newest: Generation | undefined;
  for await (const { value } of everyRecord(log, topics.generations, partition)) if (value) newest = decode(topics.generations, value);
  return newest;
}

async function newestRequest(log: Log): Promise<RebuildRequest | undefined> {
  let newest: RebuildRequest | undefined;
  for await (const { value } of everyRecord(log, topics.rebuilds, 0)) if (value) newest = decode(topics.rebuilds, value);
  return newest;
}

function write(log: Log, request: RebuildRequest): Promise<void> {
  return log.append([outgoing(topics.rebuilds, 'rebuild', request, request.time, 0)]);
}
