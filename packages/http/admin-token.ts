import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

export type TokenCheck = (request: FastifyRequest) => Promise<void>;

/** Lets through who bears the administrator's token. @throws Problem 401 */
export function requireToken(token: string): TokenCheck {
  const expected = digest(`Bearer ${token}`);
  return async ({ headers }) => {
    if (timingSafeEqual(digest(headers.authorization ?? ''), expected)) return;
    throw new Problem(
      401,
      'The administrator’s token is needed',
      'Send "Authorization: Bearer <token>"; the token is in the file admin-token of the secrets folder.',
      { 'www-authenticate': 'Bearer' },
    );
  };
}

/** Of equal length whatever was given: the time of the comparison tells nothing. */
const digest = (text: string) => createHash('sha256').update(text).digest();
