import type { FastifyReply } from 'fastify';

/** An answer that says what went wrong, where, and what to do (RFC 9457, application/problem+json). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, title: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.headers = headers;
  }
}

export function sendProblem(reply: FastifyReply, { status, title, detail, headers }: Problem): FastifyReply {
  // As bytes: of a text fastify would add a charset, which this type does not have.
  const body = Buffer.from(JSON.stringify({ type: 'about:blank', status, title, detail }));
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json')
    .send(body);
}
