import { destination, type Logger as Pino, pino } from 'pino';

/** Fields that a log line or a metric label may carry; everything else is left out (truth 11). None of them identifies a person, a device's radio or a network address. */
export const allowedFields = [
  'service',
  'source',
  'format',
  'group',
  'stage',
  'step',
  'reason',
  'ending',
  'message',
  'device',
  'datastream',
  'site',
  'topic',
  'table',
  'partition',
  'offset',
  'count',
  'removed',
  'lag',
  'waitMs',
  'error',
  'code',
  'detail',
  'signal',
  'version',
] as const;
export type AllowedField = (typeof allowedFields)[number];
export type LogFields = { readonly [field in AllowedField]?: string | number | boolean | undefined };

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** One line a call: the event's name (`service.noun.verb`, from the service's `events.ts`) and allowed fields. */
export interface LogLines {
  say(level: Level, event: string, fields?: LogFields): void;
}

/** JSON lines on standard error, so that standard output stays for what a command answers. */
export function logLines(
  service: string,
  level: Level | 'silent' = 'info',
  to: pino.DestinationStream = destination({ dest: 2, sync: true }),
): LogLines {
  const formatters = { level: (word: string) => ({ level: word }) };
  const logger: Pino = pino({ level, base: { service }, messageKey: 'event', timestamp: pino.stdTimeFunctions.isoTime, formatters }, to);
  return {
    say(at, event, fields = {}) {
      if (logger.isLevelEnabled(at)) logger[at](allowed(fields), event);
    },
  };
}

/** Types keep to the list; this also holds for a value that came around them. */
export function allowed(fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => (allowedFields as readonly string[]).includes(field)));
}

/** What may be said of an error: its kind and code. Its message may hold addresses or content, so it stays out. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  return { error: error.name, ...(typeof code === 'string' ? { code } : {}) };
}
