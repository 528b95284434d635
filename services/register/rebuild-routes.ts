import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TokenCheck } from '../../packages/http/admin-token.ts';
import { declareRoute, json } from '../../packages/http/route.ts';
import type { Log } from '../../packages/log/contract.ts';
import { comparedKinds, generationStates } from '../../packages/model/rebuild.ts';
import { askRebuild, rebuildQuery, rebuildStates, rebuildStatus, stopRebuild } from './rebuild.ts';

const comparedSchema = z.object({ equal: z.int(), missing: z.int(), other: z.int() });
const statusSchema = z.object({
  state: z.enum(rebuildStates),
  number: z.int(),
  accept: z.boolean(),
  replayed: z.int().meta({ description: 'Messages so far.', fr: 'Messages jusqu’ici.' }),
  of: z.int(),
  compared: z.record(z.enum(comparedKinds), comparedSchema),
  examples: z.array(z.object({ kind: z.enum(comparedKinds), message: z.string(), was: z.string(), is: z.string() })),
  partitions: z.array(
    z.object({
      partition: z.int(),
      state: z.enum([...generationStates, 'waiting']),
      since: z.iso.datetime().nullable(),
      replayed: z.int(),
      of: z.int(),
      detail: z.string().nullable(),
    }),
  ),
});

/** Asking decode for a rebuild of its state, watching it, stopping it. */
export function addRebuild(app: FastifyInstance, token: TokenCheck, { log, now }: { readonly log: Log; readonly now: () => number }): void {
  const route = { chapter: 'administration', path: '/api/v1/rebuild', token } as const;
  declareRoute(app, {
    ...{ ...route, method: 'GET' },
    summary: { fr: 'Où en est la reconstruction.', en: 'How far the rebuild is.' },
    answers: { 200: json({ fr: 'De la dernière demandée.', en: 'Of the last one that was asked for.' }, statusSchema) },
    answer: () => rebuildStatus(log),
  });

  declareRoute(app, {
    ...{ ...route, method: 'POST', query: rebuildQuery },
    summary: {
      fr: 'Reconstruire l’état depuis un point de reprise, et comparer.',
      en: 'Rebuild the state from a checkpoint, and compare.',
    },
    answers: { 202: json({ fr: 'Elle commence.', en: 'It begins.' }, statusSchema) },
    problems: { 409: { fr: 'Il y en a déjà une en cours.', en: 'One runs already.' } },
    answer: async ({ query, reply }) => reply.code(202).send(await askRebuild(log, query, now())),
  });

  declareRoute(app, {
    ...{ ...route, method: 'DELETE' },
    summary: { fr: 'Arrêter la reconstruction.', en: 'Stop the rebuild.' },
    answers: { 202: json({ fr: 'Elle s’arrête ; l’état en usage reste.', en: 'It stops; the state in use stays.' }, statusSchema) },
    problems: { 409: { fr: 'Aucune n’est en cours.', en: 'None runs.' } },
    answer: async ({ reply }) => reply.code(202).send(await stopRebuild(log)),
  });
}
