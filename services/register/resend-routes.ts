import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TokenCheck } from '../../packages/http/admin-token.ts';
import { declareRoute, json } from '../../packages/http/route.ts';
import type { Log } from '../../packages/log/contract.ts';
import { reasonNames } from '../../packages/model/reasons.ts';
import type { LogLines } from '../../packages/observe/log-line.ts';
import { events } from './events.ts';
import { previewQuery, previewResend, resendQuery, resendWaiting } from './resend-waiting.ts';
import { summary, summarySchema } from './shown-quarantine.ts';

const previewSchema = z.object({
  count: z.int(),
  reasons: z.partialRecord(z.enum(reasonNames), z.int()),
  withoutBytes: z.int().meta({ description: 'No bytes are kept of these.', fr: 'De ceux-ci, aucun octet n’est gardé.' }),
  more: z.boolean().meta({ description: 'More wait behind these.', fr: 'D’autres attendent derrière.' }),
  examples: z.array(summarySchema),
  mark: z.string(),
});

/** Sending again many messages at once: first what would be sent, then exactly that. */
export function addResendByFilter(
  app: FastifyInstance,
  token: TokenCheck,
  { log, lines, now }: { readonly log: Log; readonly lines: LogLines; readonly now: () => number },
): void {
  const path = '/api/v1/quarantine/resend';
  declareRoute(app, {
    ...{ chapter: 'administration', method: 'GET', path, token, query: previewQuery },
    summary: { fr: 'Ce qu’un renvoi par filtre enverrait.', en: 'What a resend by filter would send.' },
    answers: { 200: json({ fr: 'Rien n’est renvoyé.', en: 'Nothing is sent.' }, previewSchema) },
    answer: async ({ query }) => {
      const { examples, ...preview } = await previewResend(log, query);
      return { ...preview, examples: examples.map(summary) };
    },
  });

  declareRoute(app, {
    ...{ chapter: 'administration', method: 'POST', path, token, query: resendQuery },
    summary: { fr: 'Renvoyer ce qu’un aperçu a montré.', en: 'Send again what a preview has shown.' },
    answers: { 202: json({ fr: 'Autant sont renvoyés.', en: 'So many are sent.' }, z.object({ sent: z.int() })) },
    problems: {
      409: { fr: 'La marque n’est pas celle d’un aperçu avec ce filtre.', en: 'The mark is not of a preview with this filter.' },
    },
    answer: async ({ query, reply }) => {
      const { sent } = await resendWaiting(log, query, now());
      lines.say('info', events.resent, { count: sent });
      return reply.code(202).send({ sent });
    },
  });
}
