import type { Command } from 'commander';
import { call, type ServerOptions } from './api-client.ts';
import { printTable } from './print-table.ts';

interface Words {
  readonly fr: string;
  readonly en: string;
}

interface Waiting {
  readonly id: string;
  readonly receivedTime: string;
  readonly reason: string;
  readonly step: string;
  readonly detail: string;
  readonly device?: string;
  readonly meaning: Words;
  readonly action: Words;
}
type Options = ServerOptions & { readonly json?: boolean };
type ListOptions = Options & { readonly reason?: string; readonly device?: string; readonly limit: string };

/** `vigie quarantine list | show | resend` */
export function addQuarantine(vigie: Command): void {
  const quarantine = vigie
    .command('quarantine')
    .description('messages that wait for a person: what they were refused for, and sending them again after a repair');

  quarantine
    .command('list')
    .description('what waits, newest first')
    .option('--reason <reason>', 'only those refused for this reason, e.g. unknown_dev_addr')
    .option('--device <reference>', 'only those of this device')
    .option('--limit <n>', 'at most so many', '100')
    .action(async (_options, command: Command) => print(await list(command.optsWithGlobals())));

  quarantine
    .command('show')
    .argument('<id>', 'id of the message, from the list')
    .description('one message as it came, the reason in words, and what to do about it')
    .action(async (id: string, _options, command: Command) => print(await show(id, command.optsWithGlobals())));

  quarantine
    .command('resend')
    .argument('<id...>', 'ids of messages, from the list')
    .description('send messages again: each keeps its id and re-enters at the step that refused it')
    .action(async (ids: string[], _options, command: Command) => {
      for (const id of ids) print(await resend(id, command.optsWithGlobals()));
    });
}

async function list({ limit, reason, device, ...options }: ListOptions): Promise<string> {
  const query = new URLSearchParams({ limit, ...(reason ? { reason } : {}), ...(device ? { device } : {}) });
  const { waiting } = await call<{ waiting: Waiting[] }>(options, { method: 'GET', path: `/api/v1/quarantine?${query}` });
  if (options.json) return json(waiting);
  if (waiting.length === 0) return 'Nothing waits.\n';
  const rows = waiting.map((one) => [one.id, one.receivedTime, one.reason, one.device ?? '', one.detail]);
  return printTable(['id', 'received', 'reason', 'device', 'detail'], rows);
}

async function show(id: string, options: Options): Promise<string> {
  const one = await call<Waiting>(options, { method: 'GET', path: pathOf(id) });
  if (options.json) return json(one);
  const { meaning, action, ...facts } = one;
  return `${meaning.en}\n${action.en}\n\n${meaning.fr}\n${action.fr}\n\n${json(facts)}`;
}

async function resend(id: string, options: Options): Promise<string> {
  const answer = await call<unknown>(options, { method: 'POST', path: `${pathOf(id)}/resend` });
  return options.json ? json(answer) : `${id} was sent again. "vigie quarantine list" shows whether it came back.\n`;
}

const pathOf = (id: string) => `/api/v1/quarantine/${encodeURIComponent(id)}`;
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function print(text: string): void {
  process.stdout.write(text);
}
