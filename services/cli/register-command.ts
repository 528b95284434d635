import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { call, type ServerOptions } from './api-client.ts';
import { printTable } from './print-table.ts';
import { refuse } from './refused.ts';

interface Answer {
  readonly table: string;
  readonly accepted: number;
  readonly unchanged: number;
  readonly problems: readonly { readonly line: number; readonly column: string | null; readonly reason: string }[];
}
type Options = ServerOptions & { readonly json?: boolean };

/** `vigie register import` */
export function addRegister(vigie: Command): void {
  vigie
    .command('register')
    .description('organisations, sites, devices, their keys and assignments')
    .command('import')
    .argument(
      '<file...>',
      'CSV files, in this order: organisations, sites, devices, sessions, assignments, root keys, key-encryption keys; each is recognised by its header',
    )
    .description('good rows enter, bad rows are listed with line, column and reason (exit code 1); importing twice changes nothing')
    .action(async (files: string[], _options, command: Command) => {
      for (const file of files) await importFile(file, command.optsWithGlobals());
    });
}

async function importFile(file: string, options: Options): Promise<void> {
  const csv = await readFile(file).catch(refuse(`${file} cannot be read`));
  const answer = await call<Answer>(options, { method: 'POST', path: '/api/v1/register', csv });
  if (answer.problems.length > 0) process.exitCode = 1;
  process.stdout.write(options.json ? `${JSON.stringify({ file, ...answer })}\n` : words(file, answer));
}

function words(file: string, { table, accepted, unchanged, problems }: Answer): string {
  const summary = `${file}: ${table}, ${accepted} changed, ${unchanged} as before, ${problems.length} problems\n`;
  if (problems.length === 0) return summary;
  const rows = problems.map(({ line, column, reason }) => [String(line), column ?? '', reason]);
  return summary + printTable(['line', 'column', 'reason'], rows);
}
