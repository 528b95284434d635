import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Gives every whole answer to GET and HEAD a strong ETag, and 304 to who has it already (RFC 9110 §13.1.2). What streams has none. */
export function answerUnchanged(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200 || !isRead(request) || !isWhole(payload)) return payload;
    const content = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const tag = tagOf(content);
    reply.header('etag', tag);
    if (!names(request.headers['if-none-match'], tag)) return content;
    reply.code(304).removeHeader('content-type').removeHeader('content-length').removeHeader('content-disposition');
    // Of what HEAD is answered with, fastify sends the length alone; that of a 304 is none or that of the 200 (RFC 9110 §8.6).
    return request.method === 'HEAD' ? content : null;
  });
}

const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD';

const isWhole = (payload: unknown): payload is string | Buffer => typeof payload === 'string' || Buffer.isBuffer(payload);

const tagOf = (content: Buffer) => `"${createHash('sha256').update(content).digest('base64url').slice(0, 27)}"`;

/** A list of tags, or `*`; a weak one counts as the strong one of the same content. */
function names(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}
