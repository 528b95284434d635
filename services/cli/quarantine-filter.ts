import type { Command } from 'commander';

/** Which of the messages that wait; the server judges the words. */
export interface Filter {
  readonly reason?: string;
  readonly device?: string;
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
}

const names = ['reason', 'device', 'source', 'from', 'to'] as const;

export function addFilterOptions(command: Command): Command {
  return command
    .option('--reason <reason>', 'only those refused for this reason, e.g. unknown_dev_addr')
    .option('--device <reference>', 'only those of this device')
    .option('--source <name>', 'only those of this source of the settings')
    .option('--from <moment>', 'only those received at this moment or later, e.g. 2026-11-24T16:00:00Z')
    .option('--to <moment>', 'only those received before this moment');
}

/** As parameters of an address. */
export function parametersOf(filter: Filter): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]])));
}
