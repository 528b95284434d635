import { LogUnavailable } from '../contract.ts';

/**
 * What kafkajs fails with is cured by waiting or by a person, as far as the log is concerned: a server away, a leader moved, a right missing.
 * Only what we ourselves have got wrong stays what it is.
 */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof Error) || !isOfKafka(error)) return error;
  return new LogUnavailable(`Kafka: ${error.message}`, { cause: error });
}

export async function orUnavailable<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw unavailable(error);
  }
}

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

function isOfKafka(error: Error & { code?: unknown }): boolean {
  return error.name.startsWith('KafkaJS') || networkCodes.has(String(error.code));
}
