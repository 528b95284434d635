import type { Admin } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import { type Finding, right, wrong } from '../../observe/finding.ts';
import { checkCopies } from './check-servers.ts';
import type { KafkaLogSettings } from './settings.ts';
import { faultsOf, serversOf, wantedTopics } from './topics.ts';

/** Each topic: is it there, as it must be, and on enough servers? */
export async function checkTopics(admin: Admin, topics: readonly Topic<unknown>[], settings: KafkaLogSettings): Promise<Finding[]> {
  const wanted = await wantedTopics(admin, topics, settings);
  const there = new Set(await admin.listTopics());
  const names = wanted.map(({ name }) => name);
  const missing = names.filter((name) => !there.has(name));
  const faults = await faultsOf(admin, wanted, serversOf(settings));
  return [
    ...whatIsMissing(missing, names.length, settings.prefix),
    ...faults.map(({ topic, found, action }) => wrong(`topic ${topic}`, found, action)),
    ...(await checkSpread(
      admin,
      names.filter((name) => there.has(name)),
    )),
  ];
}

function whatIsMissing(missing: readonly string[], all: number, prefix: string): Finding[] {
  if (missing.length === 0) return [];
  const some =
    missing.length === all
      ? { en: 'none is there yet.', fr: 'aucun n’existe encore.' }
      : { en: `not there: ${missing.join(', ')}.`, fr: `absents : ${missing.join(', ')}.` };
  return [
    wrong(`topics ${prefix}.*`, some, {
      en: 'The services that write make them when they start: start them. If the topics were there before, either this user may not see them (kafka-acls.sh --list), or they were deleted: then begin a new log with another log.prefix.',
      fr: 'Les services qui écrivent les créent en démarrant : démarrez-les. S’ils existaient auparavant, soit cet utilisateur n’a pas le droit de les voir (kafka-acls.sh --list), soit ils ont été supprimés : commencez alors un nouveau journal avec un autre log.prefix.',
    }),
  ];
}

async function checkSpread(admin: Admin, names: string[]): Promise<Finding[]> {
  if (names.length === 0) return [];
  const { brokers } = await admin.describeCluster();
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  const findings = topics.map(({ name, partitions }) => checkCopies(`topic ${name}`, partitions, brokers.length));
  const good = findings.filter(({ state }) => state === 'right');
  const summary = right('topics', {
    en: `${good.length} are there and on enough servers.`,
    fr: `${good.length} existent, sur assez de serveurs.`,
  });
  return [...(good.length > 0 ? [summary] : []), ...findings.filter(({ state }) => state === 'wrong')];
}
