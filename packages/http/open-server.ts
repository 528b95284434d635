import { Readable } from 'node:stream';
import helmet from '@fastify/helmet';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { errorFields, type LogLines } from '../observe/log-line.ts';
import type { Metrics } from '../observe/metrics.ts';
import { answerUnchanged } from './answer-unchanged.ts';
import { allowOrigins } from './cross-origin.ts';
import { KnownRoutes } from './known-routes.ts';
import { limitRequests } from './limit-requests.ts';
import { Problem, sendProblem } from './problem.ts';
import { problemOf } from './problem-of.ts';
import { declareRoute, json } from './route.ts';

export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** Requests a minute and client. */
  readonly mostRequests: number;
  /** Reverse proxies whose word on the client's address is taken. */
  readonly proxies: readonly string[];
}

export interface ServerParts {
  readonly lines: LogLines;
  readonly metrics: Metrics;
  /** Undefined: ready; else what is missing, in words. */
  notReady(): Promise<string | undefined>;
}

/** A route that takes a larger body says so itself. */
const usualBody = 16 * 1024;
const secondsToRead = 30;

/**
 * An HTTP server with limits, safe headers, problem answers, ETags, `/healthz`, `/readyz` and `/metrics`; routes are added by `declareRoute`,
 * then `listen` is called.
 */
export async function openServer(settings: ServerSettings, parts: ServerParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: usualBody,
    requestTimeout: secondsToRead * 1000,
    forceCloseConnections: true,
    trustProxy: [...settings.proxies],
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOf(error, parts.lines)),
  });
  app.removeAllContentTypeParsers();
  const routes = new KnownRoutes();
  app.decorate('knownRoutes', routes);
  app.addHook('onRoute', (route) => routes.add(route));
  await protect(app, settings);
  answerUnchanged(app);
  answerErrors(app, routes, parts);
  answerOperators(app, parts);
  return app;
}

/** TLS is the reverse proxy's, and so are the headers that speak of it. */
async function protect(app: FastifyInstance, { mostRequests }: ServerSettings): Promise<void> {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives }, strictTransportSecurity: false });
  allowOrigins(app);
  await limitRequests(app, mostRequests);
}

function answerErrors(app: FastifyInstance, routes: KnownRoutes, { lines }: ServerParts): void {
  app.addHook('onSend', async (_request, _reply, payload) => {
    // Too late for a Problem: whoever reads sees that the answer ends before its time.
    if (payload instanceof Readable) payload.once('error', (error) => lines.say('error', 'http.request.failed', errorFields(error)));
    return payload;
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => sendProblem(reply, problemOf(error, lines)));
  // Before a body is looked at, whose kind would be refused first.
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw routes.problem(request);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, routes.problem(request)));
}

function answerOperators(app: FastifyInstance, { metrics, notReady }: ServerParts): void {
  const operation = { method: 'GET', chapter: 'operation' } as const;
  const status = (word: string) => json({ fr: 'Oui.', en: 'Yes.' }, z.object({ status: z.literal(word) }));
  declareRoute(app, {
    ...{ ...operation, path: '/healthz', unlimited: true, answers: { 200: status('alive') } },
    summary: { fr: 'Le service répond-il ?', en: 'Does the service answer?' },
    answer: () => ({ status: 'alive' }),
  });
  declareRoute(app, {
    ...{ ...operation, path: '/readyz', unlimited: true, answers: { 200: status('ready') } },
    summary: { fr: 'Le service est-il prêt ?', en: 'Is the service ready?' },
    answer: async () => {
      const missing = await notReady();
      if (missing !== undefined) throw new Problem(503, 'Not ready', missing);
      return { status: 'ready' };
    },
  });
  declareRoute(app, {
    ...{
      ...operation,
      path: '/metrics',
      answers: {
        200: {
          words: { fr: 'Au format texte de Prometheus.', en: 'In the text format of Prometheus.' },
          content: { 'text/plain': 'text' },
        },
      },
    },
    summary: { fr: 'Les compteurs du service, pour Prometheus.', en: 'The counters of the service, for Prometheus.' },
    answer: async ({ reply }) => reply.type(metrics.contentType).send(await metrics.text()),
  });
}
