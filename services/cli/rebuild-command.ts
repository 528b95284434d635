import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { call, type ServerOptions } from './api-client.ts';
import { ProgressLine } from './progress-line.ts';
import { type RebuildStatus, rebuildWords } from './rebuild-words.ts';

type Options = ServerOptions & { readonly json?: boolean };
type RebuildOptions = Options & { readonly accept?: boolean; readonly from?: string };

const path = '/api/v1/rebuild';
const askedAgain = 500;
const help = `
From a daily checkpoint through every message since, beside the live traffic, with the register as it was. Endings, readings, quarantine and
counters are compared with what stands. If all is equal the rebuilt state is swapped in, which changes nothing; if not, the old one stays, and
--accept swaps the rebuilt one in and sends on what differed. Exit code 0: the rebuilt state is in use; 1: it is not, and why.

The rebuild goes on when this command is ended; "vigie rebuild stop" interrupts it.
`;

/** `vigie rebuild`, `vigie rebuild status | stop` */
export function addRebuild(vigie: Command): void {
  const rebuild = vigie
    .command('rebuild')
    .description('decode’s state once more from the messages, compared with the one in use')
    .option('--accept', 'swap the rebuilt state in even where it differs')
    .option('--from <moment>', 'from the newest checkpoint that is not younger, e.g. 2026-11-24T00:00:00Z (default: the oldest)')
    .addHelpText('after', help)
    .action(async (_options, command: Command) => follow(command.optsWithGlobals()));

  rebuild
    .command('status')
    .description('how far the last rebuild is, and what it has found')
    .action(async (_options, command: Command) => {
      const options: Options = command.optsWithGlobals();
      print(await call<RebuildStatus>(options, { method: 'GET', path }), options);
    });

  rebuild
    .command('stop')
    .description('interrupt a rebuild; the state in use stays')
    .action(async (_options, command: Command) => {
      const options: Options = command.optsWithGlobals();
      await call(options, { method: 'DELETE', path });
      print(await untilItEnds(options), options);
    });
}

async function follow({ accept, from, ...options }: RebuildOptions): Promise<void> {
  const query = new URLSearchParams({ ...(accept ? { accept: 'true' } : {}), ...(from === undefined ? {} : { from }) });
  await call(options, { method: 'POST', path: `${path}?${query}` });
  const status = await untilItEnds(options);
  print(status, options);
  if (status.state !== 'swapped') process.exitCode = 1;
}

async function untilItEnds(options: Options): Promise<RebuildStatus> {
  const progress = options.json ? undefined : new ProgressLine(process.stderr);
  try {
    for (;;) {
      const status = await call<RebuildStatus>(options, { method: 'GET', path });
      if (status.state !== 'running' && status.state !== 'stopping') return status;
      progress?.show(status.replayed, status.of, 'messages');
      await delay(askedAgain);
    }
  } finally {
    progress?.end();
  }
}

function print(status: RebuildStatus, { json }: Options): void {
  process.stdout.write(json ? `${JSON.stringify(status, null, 2)}\n` : rebuildWords(status));
}
