import type { FastifyError } from 'fastify';
import { LogUnavailable } from '../log/contract.ts';
import { errorFields, type LogLines } from '../observe/log-line.ts';
import { SeriesUnavailable } from '../series/contract.ts';
import { Problem } from './problem.ts';

/** What fastify refuses, in our words. Its own messages are for programmers, and quote the request. */
const refusals: Record<number, readonly [title: string, detail: string]> = {
  400: ['The request cannot be read', 'Its address, headers or body are not those of a right HTTP request.'],
  413: ['The body is too large', 'Send it in several parts.'],
  415: [
    'This kind of body is not taken here',
    'Where a body is wanted, it is a CSV file (Content-Type: text/csv) or JSON (application/json), as the document of the API says.',
  ],
};

/** The answer to an error of any kind. A fault of ours is logged, and not told: its message may hold what does not belong there (truth 11). */
export function problemOf(error: FastifyError | Error, lines: LogLines): Problem {
  if (error instanceof Problem) return error;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status < 500) return refusal(status);
  lines.say('error', 'http.request.failed', errorFields(error));
  if (error instanceof LogUnavailable || error instanceof SeriesUnavailable) return unavailable;
  return new Problem(
    500,
    'Vigie failed to answer',
    'The fault is logged; the data are not affected. Try again, and report it if it stays.',
  );
}

function refusal(status: number): Problem {
  const [title, detail] = refusals[status] ?? ['The request is not right', 'Vigie does not take it in this form.'];
  return new Problem(status, title, detail);
}

const unavailable = new Problem(503, 'The data cannot be read now', 'Nothing is lost. Try again in a moment.', { 'retry-after': '5' });
