import { printTable } from './print-table.ts';

interface Compared {
  readonly equal: number;
  readonly missing: number;
  readonly other: number;
}

/** As the API tells it. */
export interface RebuildStatus {
  readonly state: 'never' | 'running' | 'stopping' | 'swapped' | 'different' | 'stopped' | 'failed';
  readonly accept: boolean;
  readonly replayed: number;
  readonly of: number;
  readonly compared: Readonly<Record<string, Compared>>;
  readonly examples: readonly { readonly kind: string; readonly message: string; readonly was: string; readonly is: string }[];
  readonly partitions: readonly { readonly since: string | null; readonly detail: string | null }[];
}

/** What a rebuild has found, and what it means. */
export function rebuildWords(status: RebuildStatus): string {
  switch (status.state) {
    case 'never':
      return 'No rebuild was ever asked for.\n';
    case 'running':
    case 'stopping':
      return `It is ${status.state}: ${status.replayed} of ${status.of} messages.\n`;
    case 'stopped':
      return `It was stopped after ${status.replayed} of ${status.of} messages. The state in use is as it was.\n`;
    case 'failed':
      return `It could not be done; the state in use is as it was. ${status.partitions.map(({ detail }) => detail ?? '').find(Boolean) ?? ''}\n`;
    case 'different':
      return `${found(status)}The rebuilt state differs, and the one in use is as it was. To take the rebuilt one: vigie rebuild --accept\n`;
    case 'swapped':
      return `${found(status)}${differences(status) > 0 ? 'The rebuilt state is in use now, and what differed was sent on.' : 'The rebuilt state equals the one in use.'}\n`;
  }
}

function found({ replayed, partitions, compared, examples }: RebuildStatus): string {
  const since = partitions.flatMap((one) => (one.since === null ? [] : [one.since])).toSorted()[0];
  const rows = Object.entries(compared).map(([kind, { equal, missing, other }]) => [kind, ...[equal, missing, other].map(String)]);
  const told = examples.map(({ kind, message, was, is }) => [kind, message, was, is]);
  return [
    `${replayed} messages since ${since ?? 'the beginning'}.\n`,
    printTable(['compared', 'equal', 'missing', 'other'], rows),
    told.length > 0 ? `\n${printTable(['for example', 'message', 'was', 'is'], told)}\n` : '',
  ].join('');
}

function differences({ compared }: RebuildStatus): number {
  return Object.values(compared).reduce((sum, { missing, other }) => sum + missing + other, 0);
}
