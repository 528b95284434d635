import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireToken, type TokenCheck } from '../../packages/http/admin-token.ts';
import { Problem } from '../../packages/http/problem.ts';
import { declareRoute, json } from '../../packages/http/route.ts';
import { events } from './events.ts';
import type { InventoryParts } from './inventory/inventory-desk.ts';
import { addInventory } from './inventory/inventory-routes.ts';
import { addKeys } from './key-routes.ts';
import { findWaiting, listQuery, listWaiting, resend } from './quarantine.ts';
import { NoUtf8, readText } from './read-text.ts';
import { addRebuild } from './rebuild-routes.ts';
import { importAnswerSchema } from './register-desk.ts';
import { addResendByFilter } from './resend-routes.ts';
import { shown, shownSchema, summary, summarySchema } from './shown-quarantine.ts';

export type RegisterRouteParts = InventoryParts;

/** Some 20 000 rows: more would hold up everything else in the process for longer than a few seconds (truth 7). */
const largestTable = 2 * 1024 * 1024;
const params = z.strictObject({ id: z.string().max(100).meta({ description: 'Of the message.', fr: 'Du message.' }) });
const administration = { chapter: 'administration' } as const;
const doesNotWait = { 404: { fr: 'Ce message n’attend pas (ou plus).', en: 'This message does not wait (any more).' } };

/** The only way in which people change things; each call bears the administrator's token. */
export function registerRoutes(app: FastifyInstance, token: string, parts: RegisterRouteParts): void {
  const check = requireToken(token);
  for (const type of ['text/csv', 'application/json']) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }
  addImport(app, check, parts);
  addQuarantine(app, check, parts);
  addResend(app, check, parts);
  addResendByFilter(app, check, parts);
  addRebuild(app, check, parts);
  addInventory(app, check, parts);
  addKeys(app, check, parts);
}

function addImport(app: FastifyInstance, token: TokenCheck, { desk }: RegisterRouteParts): void {
  declareRoute(app, {
    ...{ ...administration, method: 'POST', path: '/api/v1/register', token },
    summary: { fr: 'Importer une table du registre, en CSV.', en: 'Import a table of the register, as CSV.' },
    body: {
      mediaType: 'text/csv',
      words: { fr: 'Une table avec son en-tête, en UTF-8, 2 Mio au plus.', en: 'A table with its header, in UTF-8, 2 MiB at most.' },
      most: largestTable,
    },
    answers: {
      200: json(
        { fr: 'Ce qui est entré et ce qui ne l’est pas, par ligne.', en: 'What has entered, and what has not, by line.' },
        importAnswerSchema,
      ),
    },
    answer: async ({ request: { body } }) => {
      if (!Buffer.isBuffer(body)) throw new Problem(400, 'A CSV file is wanted', 'Send the file as the body, with Content-Type: text/csv.');
      const answer = await desk.importTable(textOf(body));
      if (answer.table === null) throw new Problem(400, 'This file is no table of the register', answer.problems[0]?.reason ?? '');
      return answer;
    },
  });
}

function textOf(body: Buffer): string {
  try {
    return readText(body, 'The file');
  } catch (error) {
    if (error instanceof NoUtf8) throw new Problem(400, 'The file cannot be read', error.message);
    throw error;
  }
}

function addQuarantine(app: FastifyInstance, token: TokenCheck, { log }: RegisterRouteParts): void {
  declareRoute(app, {
    ...{ ...administration, method: 'GET', path: '/api/v1/quarantine', token, query: listQuery },
    summary: { fr: 'Ce qui attend une personne, le plus récent d’abord.', en: 'What waits for a person, newest first.' },
    answers: { 200: json({ fr: 'Sans les octets.', en: 'Without bytes.' }, z.object({ waiting: z.array(summarySchema) })) },
    answer: async ({ query }) => ({ waiting: (await listWaiting(log, query)).map(summary) }),
  });

  declareRoute(app, {
    ...{ ...administration, method: 'GET', path: '/api/v1/quarantine/:id', token, params, problems: doesNotWait },
    summary: { fr: 'Un message qui attend, tel qu’il est venu.', en: 'A message that waits, as it came.' },
    answers: { 200: json({ fr: 'Avec ses octets.', en: 'With its bytes.' }, shownSchema) },
    answer: async ({ params: { id } }) => shown(await findWaiting(log, id)),
  });
}

function addResend(app: FastifyInstance, token: TokenCheck, { log, lines, now }: RegisterRouteParts): void {
  declareRoute(app, {
    ...{ ...administration, method: 'POST', path: '/api/v1/quarantine/:id/resend', token, params },
    summary: { fr: 'Renvoyer un message, une fois la cause réparée.', en: 'Send a message again, once the cause is repaired.' },
    answers: { 202: json({ fr: 'Il est renvoyé.', en: 'It is sent.' }, z.object({ id: z.string(), sent: z.literal(true) })) },
    problems: { ...doesNotWait, 409: { fr: 'De ce message, aucun octet n’est gardé.', en: 'Of this message no bytes are kept.' } },
    answer: async ({ params: { id }, reply }) => {
      await resend(log, id, now());
      lines.say('info', events.resent, { message: id });
      return reply.code(202).send({ id, sent: true });
    },
  });
}
