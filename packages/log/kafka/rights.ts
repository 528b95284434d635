import type { Words } from '../../observe/finding.ts';
import { command, type Servers } from './topic-faults.ts';

/** The servers do not let us do something; the message says what, and the command with which an administrator allows it. */
export class RightMissing extends Error {
  override readonly name = 'RightMissing';
  readonly found: Words;
  readonly action: Words;

  constructor({ found, action }: { found: Words; action: Words }, cause: unknown) {
    super(`${found.en} ${action.en}`, { cause });
    this.found = found;
    this.action = action;
  }
}

/** Kafka's names of an error, wherever the client has put them; none when Kafka did not name one. */
export function errorTypes(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const own = 'type' in error && typeof error.type === 'string' ? [error.type] : [];
  const many = 'errors' in error && Array.isArray(error.errors) ? error.errors.flatMap(errorTypes) : [];
  const cause = 'cause' in error ? errorTypes(error.cause) : [];
  return [...new Set([...own, ...many, ...cause])];
}

/** An error of the servers as it is, or in plain words when a right is missing. @param prefix of topics and groups. */
export function orRightMissing(error: unknown, prefix: string, servers: Servers): unknown {
  const missing = errorTypes(error).find((type) => type.endsWith('_AUTHORIZATION_FAILED'));
  return missing === undefined ? error : new RightMissing(rightWords(missing, prefix, servers), error);
}

function rightWords(type: string, prefix: string, servers: Servers): { found: Words; action: Words } {
  const { may, operations, on } = rights[type] ?? unknownRight;
  const asked = operations.map((operation) => `--operation ${operation}`).join(' ');
  const allow = `${command('acls', servers)} --add --allow-principal User:<name> ${asked} ${on.replace('PREFIX', `${prefix}.`)}`;
  return {
    found: { en: `Kafka does not let this user ${may.en}.`, fr: `Kafka ne permet pas à cet utilisateur ${may.fr}.` },
    action: { en: `An administrator allows it with: ${allow}`, fr: `Un administrateur le permet avec : ${allow}` },
  };
}

interface Right {
  readonly may: Words;
  readonly operations: readonly string[];
  readonly on: string;
}

const ours = '--resource-pattern-type prefixed';

const unknownRight: Right = { may: { en: 'do this', fr: 'de faire cela' }, operations: ['All'], on: '--cluster' };

const rights: Readonly<Record<string, Right>> = {
  TOPIC_AUTHORIZATION_FAILED: {
    may: { en: 'make, read, write and shorten its topics', fr: 'de créer, lire, écrire et raccourcir ses sujets' },
    operations: ['Create', 'Describe', 'DescribeConfigs', 'Read', 'Write', 'Delete'],
    on: `--topic PREFIX ${ours}`,
  },
  GROUP_AUTHORIZATION_FAILED: {
    may: { en: 'use its consumer groups', fr: 'd’utiliser ses groupes de consommateurs' },
    operations: ['Read', 'Describe'],
    on: `--group PREFIX ${ours}`,
  },
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: {
    may: { en: 'write in transactions', fr: 'd’écrire dans des transactions' },
    operations: ['Write', 'Describe'],
    on: `--transactional-id PREFIX ${ours}`,
  },
  CLUSTER_AUTHORIZATION_FAILED: {
    may: { en: 'make topics or look at the cluster', fr: 'de créer des sujets ou de consulter la grappe' },
    operations: ['Create', 'Describe', 'DescribeConfigs'],
    on: '--cluster',
  },
};
