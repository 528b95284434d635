import type { Command } from 'commander';
import { call, type ServerOptions } from './api-client.ts';
import { Refused } from './refused.ts';

type Options = ServerOptions & { readonly json?: boolean };

interface Rotation {
  readonly epoch: number;
  readonly written: number;
  readonly remaining: number;
  readonly former: 'kept' | 'dropped';
}

const rotateHelp = `
A new master key is drawn into its file, and everything that the former one had sealed is sealed anew while all services run. The former key stays in
the file until nothing is sealed with it any more: the register's history is kept for 8 days. Then it is dropped by itself. Copy the file again,
to your safe place and to every machine of a cluster. Interrupted, the same command goes on.
`;

const destroyHelp = `
Its kept frames do not open any more. It is remembered beside the master key (secrets/destroyed-devices: copy that file too), and carried out again
at the next start when an older copy of the data was restored. For up to 8 days the register's history keeps the sealed keys for a rebuild.
New keys for the device may be imported afterwards.
`;

/** `vigie keys rotate | destroy` */
export function addKeys(vigie: Command): void {
  const keys = vigie.command('keys').description('the master key, and the keys of devices');
  keys
    .command('rotate')
    .description('change the master key while everything runs; device references and session ids stay')
    .addHelpText('after', rotateHelp)
    .action(async (_options, command: Command) => {
      const options: Options = command.optsWithGlobals();
      const rotation = await call<Rotation>(options, { method: 'POST', path: '/api/v1/keys/rotation' });
      process.stdout.write(options.json ? `${JSON.stringify(rotation)}\n` : rotationWords(rotation));
    });
  keys
    .command('destroy')
    .requiredOption('--device <reference>', 'such as d-abcdefghijklm')
    .option('--yes', 'do it: nobody can undo it')
    .description('destroy a device’s sessions, root keys and kept frames, for ever; its readings stay')
    .addHelpText('after', destroyHelp)
    .action(async (_options, command: Command) => {
      const { device, yes, ...options }: Options & { readonly device: string; readonly yes?: boolean } = command.optsWithGlobals();
      if (!yes) throw new Refused(`Nothing was destroyed: what is destroyed never comes back. Say --yes to destroy the keys of ${device}.`);
      const answer = await call<{ removed: number }>(options, {
        method: 'DELETE',
        path: `/api/v1/devices/${encodeURIComponent(device)}/keys`,
      });
      process.stdout.write(
        options.json
          ? `${JSON.stringify(answer)}\n`
          : `The keys of ${device} are destroyed: ${answer.removed} records of keys were removed.\n`,
      );
    });
}

function rotationWords({ epoch, written, remaining, former }: Rotation): string {
  const done = `The master key is of epoch ${epoch}; ${written} records were sealed anew.`;
  if (former === 'dropped') return `${done} The former key is dropped. Copy the file of the master key again.\n`;
  return `${done} The former key stays in the file for ${remaining} records of the past, and is dropped when their time is over. Copy the file again.\n`;
}
