import { HttpError } from '@influxdata/influxdb-client';
import { SeriesUnavailable } from '../contract.ts';

/** The server answered that it will not take what was sent: waiting does not mend it. Says nothing of what was sent (truth 11). */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** What an operator does about each answer; after that the same call works. */
const remedies: Record<number, string> = {
  401: 'its token is not known there: put the right one into the token file',
  403: 'its token has no right to the bucket: make one with `influx auth create --read-bucket <id> --write-bucket <id>`',
  404: 'its bucket or organisation is not there, or not for this token: make it with `influx bucket create --org <org> --name <bucket> --retention 0`, or correct the settings',
  429: 'it asks for fewer requests: wait',
};

const refusals = new Set([400, 413, 422]);

/** An error of the client in our words. Whatever is not about the content may pass. */
export function inOurWords(error: unknown): Refusal | SeriesUnavailable {
  if (!(error instanceof HttpError)) {
    return new SeriesUnavailable(`InfluxDB cannot be used now (${codeOf(error)}): start it, or correct its address.`, { cause: error });
  }
  const { statusCode } = error;
  if (refusals.has(statusCode)) return new Refusal(`InfluxDB refuses it (HTTP ${statusCode}): ${reasonIn(error.body ?? '')}`);
  const remedy = remedies[statusCode] ?? 'look at its own log';
  return new SeriesUnavailable(`InfluxDB cannot be used now (HTTP ${statusCode}); ${remedy}.`, { cause: error });
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown error';
}

/** The server's own words can hold a whole line, so only what is known is told. */
function reasonIn(body: string): string {
  const conflict = /field type conflict: input field \S+"? on measurement \S+ is type \w+, already exists as type \w+/.exec(body)?.[0];
  if (conflict !== undefined) return conflict.replaceAll(/[\\"]+/g, '');
  if (/retention/.test(body)) return 'it is older than the bucket keeps (retention)';
  return 'it cannot be stored as it is';
}
