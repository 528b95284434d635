import { openServer } from '../../packages/http/open-server.ts';
import { Problem, sendProblem } from '../../packages/http/problem.ts';
import { problemOf } from '../../packages/http/problem-of.ts';
import type { LogLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { openSecret } from '../../packages/process/open-secret.ts';
import { usingSetting } from '../../packages/process/using-setting.ts';
import { pushedTopic } from '../../packages/sources/pushed-topic.ts';
import { events } from './events.ts';
import type { Publish } from './make-message.ts';
import type { PushSettings, PushSource } from './push-settings.ts';
import { PushTokens } from './push-tokens.ts';

export interface PushEndpoint {
  readonly port: number;
  close(): Promise<void>;
}

export interface PushParts {
  /** Resolves when the log holds the message. */
  accept(source: PushSource, publish: Publish): Promise<void>;
  isFull(): boolean;
  readonly lines: LogLines;
  /** How long a request waits for the log, ms. */
  readonly patience?: number;
}

/** Shorter than network servers wait for an answer. */
const usualPatience = 10_000;

/**
 * HTTP endpoint for network servers that push: `POST /push/<source>`, or below it where the server appends a route of its own. It answers 200 when the log
 * holds the message, and 503 when that takes too long (truth 1): who then sends it again sends a copy, which decode recognises.
 */
export async function openPushEndpoint(settings: PushSettings, parts: PushParts): Promise<PushEndpoint> {
  const tokens = new PushTokens(await readTokens(settings.sources));
  const notReady = async () => (parts.isFull() ? busy.detail : undefined);
  const app = await openServer(settings, { lines: parts.lines, metrics: new Metrics(), notReady });
  await app.register(async (push) => {
    push.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    push.setErrorHandler((error: Error, _request, reply) => sendProblem(reply, refusalOf(error, parts.lines)));
    for (const url of ['/push/:source', '/push/:source/*']) push.route(pushRoute(url, tokens, settings, parts));
  });
  await app.listen({ host: settings.host, port: settings.port }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const address = app.server.address();
  return { port: typeof address === 'object' && address ? address.port : settings.port, close: () => app.close() };
}

async function readTokens(sources: readonly PushSource[]): Promise<(readonly [PushSource, string])[]> {
  const readToken = (source: PushSource) =>
    usingSetting('ingest.push.sources', source.name, 'a tokenFile of this user', () => openSecret(source.tokenFile));
  return Promise.all(sources.map(async (source) => [source, await readToken(source)] as const));
}

type Server = Awaited<ReturnType<typeof openServer>>;

/** Who pushes is known before the body is read. */
function pushRoute(url: string, tokens: PushTokens, { mostBytes }: PushSettings, parts: PushParts): Parameters<Server['route']>[0] {
  return {
    method: 'POST',
    url,
    bodyLimit: mostBytes,
    preParsing: async ({ params, headers }) => {
      if (!tokens.sourceOf(namesOf(params).source, headers.authorization)) throw refusedToken(parts.lines);
      if ((headers['content-encoding'] ?? 'identity') !== 'identity') throw otherBody;
      if (parts.isFull()) throw busy;
    },
    handler: async ({ params, headers, body }) => {
      const { source: name, rest } = namesOf(params);
      const source = tokens.sourceOf(name, headers.authorization);
      if (source === undefined) throw refusedToken(parts.lines);
      if (!(body instanceof Uint8Array) || body.length === 0) throw noBody;
      await heldInTime(parts.accept(source, { topic: pushedTopic(name, rest), payload: body, retained: false }), parts.patience);
      return { accepted: true };
    },
  };
}

function namesOf(params: unknown): { source: string; rest: string } {
  const { source = '', '*': rest = '' } = params as { source?: string; '*'?: string };
  return { source, rest };
}

/** @throws Problem 503 */
async function heldInTime(held: Promise<void>, patience = usualPatience): Promise<void> {
  let impatient: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    impatient = setTimeout(() => reject(busy), patience);
  });
  try {
    // Rejected: Vigie stops while the log cannot write.
    await Promise.race([held.catch(() => Promise.reject(busy)), tooLong]);
  } finally {
    clearTimeout(impatient);
  }
}

function refusedToken(lines: LogLines): Problem {
  lines.say('warn', events.refusedPush, { detail: 'wrong source or token' });
  return new Problem(
    401,
    'The token of this source is needed',
    'Send "Authorization: Bearer <token>", or the token as the password of Basic; it is in the tokenFile of this source, whose name ends the address.',
    { 'www-authenticate': 'Bearer, Basic realm="push"' },
  );
}

const busy = new Problem(503, 'The log does not hold the message yet', 'Send it again in a moment: a copy of it is recognised.', {
  'retry-after': '5',
});
const noBody = new Problem(400, 'The body is empty', 'Send one message as JSON.');
const otherBody = new Problem(
  415,
  'This kind of body is not taken here',
  'Send one message as JSON, with Content-Type: application/json, not compressed.',
);
const tooLarge = new Problem(
  413,
  'The body is too large',
  'A message of a network server has a few kilobytes; the setting ingest.push.mostBytes says what is taken.',
);

function refusalOf(error: Error, lines: LogLines): Problem {
  const problem = problemOf(error, lines);
  if (error instanceof Problem) return problem;
  if (problem.status === 413) return tooLarge;
  return problem.status === 415 ? otherBody : problem;
}
