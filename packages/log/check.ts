import { topics } from '../model/topics.ts';
import type { Finding } from '../observe/finding.ts';
import type { KafkaLogSettings } from './kafka/settings.ts';

/** What is right and what is wrong with the servers of a log, in words. Changes nothing. */
export async function checkLog(settings: KafkaLogSettings): Promise<Finding[]> {
  const { checkKafka } = await import('./kafka/check.ts');
  return checkKafka(settings, [...Object.values(topics), ...(settings.extraTopics ?? [])]);
}
