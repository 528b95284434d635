import type { Admin } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import { type Finding, right, wrong } from '../../observe/finding.ts';
import { type Committed, committedOf, groupsOf } from './committed.ts';
import type { KafkaLogSettings } from './settings.ts';
import { topicName } from './wanted-topic.ts';

/** Who reads the log, and how far behind. */
export async function checkGroups(admin: Admin, topics: readonly Topic<unknown>[], settings: KafkaLogSettings): Promise<Finding[]> {
  const there = new Set(await admin.listTopics());
  const names = topics.map((topic) => topicName(settings, topic)).filter((name) => there.has(name));
  const groups = await groupsOf(admin, settings.prefix);
  if (groups.length === 0) return [];
  const committed = await committedOf(admin, settings.prefix, names);
  const ends = await endsOf(admin, new Set(committed.map(({ topic }) => topic)));
  const { groups: described } = await admin.describeGroups(groups);
  return described.map(({ groupId, members }) => {
    const own = committed.filter(({ group }) => group === groupId);
    return checkGroup(groupId, members.length, lagOf(own, ends));
  });
}

function checkGroup(group: string, members: number, lag: number): Finding {
  const words = { en: `${members} members, ${lag} records to go.`, fr: `${members} membres, ${lag} enregistrements à traiter.` };
  if (members > 0 || lag === 0) return right(`group ${group}`, words);
  return wrong(`group ${group}`, words, {
    en: 'Nobody works at it, and nothing that it has not read is ever removed: start this service. If it is gone for good: kafka-consumer-groups.sh --delete.',
    fr: 'Personne n’y travaille, et rien de ce qu’il n’a pas lu n’est supprimé : démarrez ce service. S’il est parti pour toujours : kafka-consumer-groups.sh --delete.',
  });
}

type Ends = ReadonlyMap<string, number>;
const key = (topic: string, partition: number) => `${topic} ${partition}`;

function lagOf(committed: readonly Committed[], ends: Ends): number {
  return committed.reduce(
    (sum, { topic, partition, offset }) => sum + Math.max(0, (ends.get(key(topic, partition)) ?? 0) - Math.max(0, offset)),
    0,
  );
}

async function endsOf(admin: Admin, topics: ReadonlySet<string>): Promise<Ends> {
  const ends = new Map<string, number>();
  for (const topic of topics) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) ends.set(key(topic, partition), Number(high));
  }
  return ends;
}
