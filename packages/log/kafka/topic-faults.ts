import type { Words } from '../../observe/finding.ts';
import type { WantedSetting, WantedTopic } from './wanted-topic.ts';

/** A topic as it stands on the servers. */
export interface FoundTopic {
  readonly partitions: number;
  readonly settings: ReadonlyMap<string, string>;
  /** Nothing was ever written to it. */
  readonly unused: boolean;
}

/** One thing that is wrong with a topic, and the command or the setting that mends it. */
export interface TopicFault {
  readonly topic: string;
  readonly found: Words;
  readonly action: Words;
}

/** For commands. */
export interface Servers {
  readonly brokers: readonly string[];
  /** The servers want to know who asks: Kafka's commands then need a file that says it. */
  readonly guarded: boolean;
}

/** Everything that keeps a topic from being used as it stands. */
export function topicFaults(wanted: WantedTopic, found: FoundTopic, servers: Servers): TopicFault[] {
  const wrong = wanted.settings.filter((setting) => !fits(setting, found.settings.get(setting.name)));
  return [
    ...(found.partitions === wanted.partitions ? [] : [wrongPartitions(wanted, found, servers)]),
    ...(wrong.length === 0 ? [] : [wrongSettings(wanted, wrong, found, servers)]),
  ];
}

/** One sentence for whoever reads the refusal of a start. */
export function faultLine({ topic, found, action }: TopicFault): string {
  return `Topic ${topic}: ${found.en} ${action.en}`;
}

/** A beginning of one of Kafka's own commands. */
export function command(script: 'topics' | 'configs' | 'acls' | 'consumer-groups', { brokers, guarded }: Servers): string {
  return `kafka-${script}.sh --bootstrap-server ${brokers.join(',')}${guarded ? ' --command-config admin.properties' : ''}`;
}

function fits({ name, value, rule }: WantedSetting, is: string | undefined): boolean {
  if (rule === 'at first') return true;
  if (is === undefined) return false;
  if (rule === 'at least') return BigInt(is) >= BigInt(value);
  return name === 'cleanup.policy' ? inOrder(is) === inOrder(value) : is === value;
}

const inOrder = (list: string) =>
  list
    .replaceAll(/[[\]\s]/g, '')
    .split(',')
    .sort()
    .join();

function wrongSettings({ name }: WantedTopic, wrong: readonly WantedSetting[], found: FoundTopic, servers: Servers): TopicFault {
  const is = wrong.map((setting) => `${setting.name}=${found.settings.get(setting.name) ?? '?'}`).join(', ');
  const should = (more: string) =>
    wrong.map((setting) => `${setting.name}=${setting.value}${setting.rule === 'at least' ? more : ''}`).join(', ');
  const added = wrong.map((setting) => `${setting.name}=${setting.value.includes(',') ? `[${setting.value}]` : setting.value}`).join(',');
  const mend = `${command('configs', servers)} --alter --entity-type topics --entity-name ${name} --add-config '${added}'`;
  return {
    topic: name,
    found: { en: `is ${is}; wants ${should(' or more')}.`, fr: `est ${is} ; il faut ${should(' ou plus')}.` },
    action: { en: `Mend it with: ${mend}`, fr: `Pour corriger : ${mend}` },
  };
}

/** A key stays where its state lies only as long as the number of partitions stays: of a used topic it can never be changed. */
function wrongPartitions(wanted: WantedTopic, found: FoundTopic, servers: Servers): TopicFault {
  const { name, partitions } = wanted;
  const counts = {
    en: `has ${found.partitions} partitions; wants ${partitions}.`,
    fr: `a ${found.partitions} partitions ; il en faut ${partitions}.`,
  };
  return { topic: name, found: counts, action: found.unused ? remake(wanted, found, servers) : keep(found) };
}

function remake({ name, partitions }: WantedTopic, found: FoundTopic, servers: Servers): Words {
  const topics = command('topics', servers);
  if (found.partitions < partitions) {
    const mend = `${topics} --alter --topic ${name} --partitions ${partitions}`;
    return { en: `Mend it with: ${mend}`, fr: `Pour corriger : ${mend}` };
  }
  const mend = `${topics} --delete --topic ${name}`;
  return {
    en: `It is empty; delete it, and Vigie makes it anew: ${mend}`,
    fr: `Il est vide ; supprimez-le, Vigie le recréera : ${mend}`,
  };
}

function keep({ partitions }: FoundTopic): Words {
  const one = partitions === 1;
  const setting = `log.partitions: ${partitions}`;
  const prefix = 'log.prefix';
  return {
    en: `It holds records, and another number of partitions would part devices from their counters. ${
      one ? '' : `If all topics have ${partitions}, set ${setting}; else `
    }${one ? 'B' : 'b'}egin a new log with another ${prefix}.`,
    fr: `Il contient des données, et un autre nombre de partitions séparerait les capteurs de leurs compteurs. ${
      one ? '' : `Si tous les sujets en ont ${partitions}, réglez ${setting} ; sinon `
    }${one ? 'C' : 'c'}ommencez un nouveau journal avec un autre ${prefix}.`,
  };
}
