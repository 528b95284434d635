import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { LogLines } from '../observe/log-line.ts';
import type { Metrics } from '../observe/metrics.ts';
import { KnownRoutes } from './known-routes.ts';
import { Problem, sendProblem } from './problem.ts';
import { problemOf } from './problem-of.ts';

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

/** An HTTP server with limits, safe headers, problem answers, `/healthz`, `/readyz` and `/metrics`; routes are added, then `listen` is called. */
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
  await protect(app, settings);
  answerErrors(app, parts);
  answerOperators(app, parts);
  return app;
}

/** TLS is the reverse proxy's, and so are the headers that speak of it. */
async function protect(app: FastifyInstance, { mostRequests }: ServerSettings): Promise<void> {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  await app.register(helmet, { contentSecurityPolicy: { useDefaults: false, directives }, strictTransportSecurity: false });
  await app.register(rateLimit, { max: mostRequests, timeWindow: 60_000 });
}

function answerErrors(app: FastifyInstance, { lines }: ServerParts): void {
  const routes = new KnownRoutes();
  app.addHook('onRoute', (route) => routes.add(route));
  app.setErrorHandler((error: FastifyError, _request, reply) => sendProblem(reply, problemOf(error, lines)));
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, ({ url }, reply) => sendProblem(reply, routes.problem(url)));
}

/** Whoever watches over the process is never turned away for asking too often. */
function answerOperators(app: FastifyInstance, { metrics, notReady }: ServerParts): void {
  const config = { rateLimit: false };
  app.get('/healthz', { config }, async () => ({ status: 'alive' }));
  app.get('/readyz', { config }, async (_request, reply) => {
    const missing = await notReady();
    return missing === undefined ? { status: 'ready' } : sendProblem(reply, new Problem(503, 'Not ready', missing));
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
