import kafkajs, { type Admin } from 'kafkajs';
import { type Finding, right, unknown, wrong } from '../../observe/finding.ts';
import { refusalOf } from './connection-words.ts';
import { command, type Servers } from './topic-faults.ts';
import { replication } from './wanted-topic.ts';

/** Opens a client that knows one server only, and gives up at the first failure. */
export type ConnectTo = (broker: string) => Admin;

/** Whether each server that the settings name can be spoken to. */
export async function checkReachable(brokers: readonly string[], connectTo: ConnectTo): Promise<Finding[]> {
  return Promise.all(brokers.map((broker) => checkServer(broker, connectTo(broker))));
}

async function checkServer(broker: string, admin: Admin): Promise<Finding> {
  const subject = `Kafka ${broker}`;
  try {
    await admin.connect();
    await admin.describeCluster();
    return right(subject, { en: 'answers.', fr: 'répond.' });
  } catch (error) {
    const { found, action } = refusalOf(error);
    return wrong(subject, found, action);
  } finally {
    await admin.disconnect();
  }
}

/** The cluster as a whole: who leads it, how many servers it has and by which addresses they can be reached, how long it remembers. */
export async function checkCluster(admin: Admin, known: readonly string[], connectTo: ConnectTo, servers: Servers): Promise<Finding[]> {
  const { brokers, controller } = await admin.describeCluster();
  const addresses = brokers.map(({ host, port }) => `${host}:${port}`).filter((address) => !known.includes(address));
  return [
    checkController(controller),
    countServers(brokers.length),
    ...(await checkReachable(addresses, connectTo)).map(asAdvertised),
    ...(await checkMemory(admin, brokers[0]?.nodeId, servers)),
    ...(await checkInternalTopics(admin, brokers.length)),
    unknown('Kafka clock', {
      en: 'Kafka does not tell its time. Nothing here depends on it, but let all servers follow one time server (NTP).',
      fr: 'Kafka ne donne pas son heure. Rien ici n’en dépend, mais tous les serveurs devraient suivre un même serveur de temps (NTP).',
    }),
  ];
}

function checkController(controller: number | null): Finding {
  if (controller !== null && controller >= 0) {
    return right('Kafka controller', { en: `is server ${controller}.`, fr: `est le serveur ${controller}.` });
  }
  const none = { en: 'there is none: nothing can be made or moved.', fr: 'il n’y en a pas : rien ne peut être créé ni déplacé.' };
  return wrong('Kafka controller', none, {
    en: 'More than half of the controllers must run: kafka-metadata-quorum.sh describe --status.',
    fr: 'Plus de la moitié des contrôleurs doivent tourner : kafka-metadata-quorum.sh describe --status.',
  });
}

function countServers(brokers: number): Finding {
  const { copies, inSync } = replication(brokers);
  if (brokers >= 3) {
    const en = `${brokers}; each record is on ${copies}, and counts as written when ${inSync} have it.`;
    return right('Kafka servers', { en, fr: `${brokers} ; chaque enregistrement est sur ${copies}, et compte quand ${inSync} l’ont.` });
  }
  return right('Kafka servers', {
    en: `${brokers}: works, but the loss of a disk may lose what it held. With three, one may fail.`,
    fr: `${brokers} : cela fonctionne, mais perdre un disque peut perdre son contenu. Avec trois, un peut tomber.`,
  });
}

/** An address that the cluster gives out and that leads nowhere: the settings' own may well be right. */
function asAdvertised(finding: Finding): Finding {
  if (finding.state !== 'wrong') return finding;
  const action = {
    en: 'The servers give out this address (advertised.listeners): correct it there, or let this machine reach it.',
    fr: 'Les serveurs annoncent cette adresse (advertised.listeners) : corrigez-la là-bas, ou rendez-la joignable d’ici.',
  };
  return { ...finding, action };
}

const leastMinutes = 30 * 24 * 60;

/** A group without members forgets where it was after this time: a service that was away for longer would begin at the beginning. */
async function checkMemory(admin: Admin, nodeId: number | undefined, servers: Servers): Promise<Finding[]> {
  if (nodeId === undefined) return [];
  const name = 'offsets.retention.minutes';
  const resources = [{ type: kafkajs.ConfigResourceTypes.BROKER, name: String(nodeId), configNames: [name] }];
  const { resources: described } = await admin.describeConfigs({ resources, includeSynonyms: false });
  const minutes = Number(described[0]?.configEntries[0]?.configValue);
  const days = Math.round(minutes / 1440);
  const subject = `Kafka ${name}`;
  if (minutes >= leastMinutes) return [right(subject, { en: `is ${days} days.`, fr: `vaut ${days} jours.` })];
  return [
    wrong(
      subject,
      {
        en: `is ${days} days: a service that is stopped for longer forgets where it was, and does its work again from the beginning.`,
        fr: `vaut ${days} jours : un service arrêté plus longtemps oublie où il en était et recommence au début.`,
      },
      {
        en: `Set ${name}=525600 in server.properties of every server and restart it. ${command('configs', servers)} --describe --entity-type brokers --entity-name ${nodeId} --all shows it.`,
        fr: `Réglez ${name}=525600 dans server.properties de chaque serveur et redémarrez-le.`,
      },
    ),
  ];
}

/** Where positions and transactions are kept: on one server of several, its loss loses them. */
async function checkInternalTopics(admin: Admin, brokers: number): Promise<Finding[]> {
  const there = await admin.listTopics();
  const names = ['__consumer_offsets', '__transaction_state'].filter((name) => there.includes(name));
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: names });
  return topics.map(({ name, partitions }) => checkCopies(`topic ${name}`, partitions, brokers));
}

interface CopiedPartition {
  readonly partitionId: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** Whether enough servers hold a topic, and all of those are up to date. */
export function checkCopies(subject: string, partitions: readonly CopiedPartition[], brokers: number): Finding {
  const { copies } = replication(brokers);
  const least = Math.min(...partitions.map(({ replicas }) => replicas.length));
  if (least < copies) {
    const found = {
      en: `is on ${least} of ${brokers} servers; wants ${copies}.`,
      fr: `est sur ${least} des ${brokers} serveurs ; il en faut ${copies}.`,
    };
    return wrong(subject, found, {
      en: 'Spread it with kafka-reassign-partitions.sh (Kafka’s documentation: “Increasing replication factor”).',
      fr: 'Répartissez-le avec kafka-reassign-partitions.sh (documentation de Kafka : « Increasing replication factor »).',
    });
  }
  const behind = partitions.filter(({ replicas, isr }) => isr.length < replicas.length);
  if (behind.length === 0)
    return right(subject, { en: `is on ${least} of ${brokers} servers.`, fr: `est sur ${least} des ${brokers} serveurs.` });
  const away = [...new Set(behind.flatMap(({ replicas, isr }) => replicas.filter((id) => !isr.includes(id))))].sort();
  return wrong(
    subject,
    {
      en: `${behind.length} partitions are not up to date on server ${away.join(', ')}.`,
      fr: `${behind.length} partitions en retard sur le serveur ${away.join(', ')}.`,
    },
    { en: 'Start that server, or look at its disk and its log.', fr: 'Démarrez ce serveur, ou regardez son disque et son journal.' },
  );
}
