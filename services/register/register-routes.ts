import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireToken } from '../../packages/http/admin-token.ts';
import { Problem } from '../../packages/http/problem.ts';
import { readParameters } from '../../packages/http/read-parameters.ts';
import type { Log } from '../../packages/log/contract.ts';
import type { LogLines } from '../../packages/observe/log-line.ts';
import { events } from './events.ts';
import { findWaiting, listQuery, listWaiting, resend } from './quarantine.ts';
import { NoUtf8, readText } from './read-text.ts';
import type { RegisterDesk } from './register-desk.ts';
import { shown, summary } from './shown-quarantine.ts';

export interface RegisterRouteParts {
  readonly desk: RegisterDesk;
  readonly log: Log;
  readonly lines: LogLines;
  readonly now: () => number;
}

/** Some 20 000 rows: more would hold up everything else in the process for longer than a few seconds (truth 7). */
const largestTable = 2 * 1024 * 1024;
const idSchema = z.object({ id: z.string().max(100) });

/** The only way in which people change things; each call bears the administrator's token. */
export function registerRoutes(app: FastifyInstance, token: string, parts: RegisterRouteParts): void {
  // After the rate limit, which counts wrong tokens too, and before the body is read.
  const preParsing = requireToken(token);
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  addImport(app, preParsing, parts);
  addQuarantine(app, preParsing, parts);
}

type Check = ReturnType<typeof requireToken>;

function addImport(app: FastifyInstance, preParsing: Check, { desk }: RegisterRouteParts): void {
  app.post('/api/v1/register', { preParsing, bodyLimit: largestTable }, async ({ body }) => {
    if (!Buffer.isBuffer(body)) throw new Problem(400, 'A CSV file is wanted', 'Send the file as the body, with Content-Type: text/csv.');
    const answer = await desk.importTable(textOf(body));
    if (answer.table === null) throw new Problem(400, 'This file is no table of the register', answer.problems[0]?.reason ?? '');
    return answer;
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

function addQuarantine(app: FastifyInstance, preParsing: Check, { log, lines, now }: RegisterRouteParts): void {
  app.get('/api/v1/quarantine', { preParsing }, async ({ query }) => {
    return { waiting: (await listWaiting(log, readParameters(listQuery, query))).map(summary) };
  });

  app.get('/api/v1/quarantine/:id', { preParsing }, async ({ params }) => {
    return shown(await findWaiting(log, readParameters(idSchema, params).id));
  });

  app.post('/api/v1/quarantine/:id/resend', { preParsing }, async ({ params }, reply) => {
    const { id } = readParameters(idSchema, params);
    await resend(log, id, now());
    lines.say('info', events.resent, { message: id });
    return reply.code(202).send({ id, sent: true });
  });
}
