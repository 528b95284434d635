import type { Command } from 'commander';
import { call, type ServerOptions } from './api-client.ts';
import { printTable } from './print-table.ts';
import { addFilterOptions, type Filter, parametersOf } from './quarantine-filter.ts';
import { Refused } from './refused.ts';
import { type ResendOptions, resendByFilter } from './resend-waiting.ts';

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
type ListOptions = Options & Filter & { readonly limit: string };

const resendHelp = `
Examples:
  vigie quarantine resend 5f1c20e8a7b3d946.0.1812
  vigie quarantine resend --reason unknown_dev_addr --from 2026-11-24T00:00:00Z

By filter, it first says how many messages it would send, for which reasons, and shows a few. Nothing is sent without --mark or --yes.
`;

/** `vigie quarantine list | show | resend` */
export function addQuarantine(vigie: Command): void {
  const quarantine = vigie
    .command('quarantine')
    .description('messages that wait for a person: what they were refused for, and sending them again after a repair');

  addFilterOptions(quarantine.command('list').description('what waits, newest first'))
    .option('--limit <n>', 'at most so many', '100')
    .action(async (_options, command: Command) => print(await list(command.optsWithGlobals())));

  quarantine
    .command('show')
    .argument('<id>', 'id of the message, from the list')
    .description('one message as it came, the reason in words, and what to do about it')
    .action(async (id: string, _options, command: Command) => print(await show(id, command.optsWithGlobals())));

  const resend = quarantine
    .command('resend')
    .argument('[id...]', 'ids of messages, from the list; without any, by filter')
    .description('send messages again: each keeps its id and re-enters at the step that refused it');
  addFilterOptions(resend)
    .option('--mark <mark>', 'send exactly what the preview with this mark has shown')
    .option('--yes', 'send what the filter finds now')
    .addHelpText('after', resendHelp)
    .action(async (ids: string[], _options, command: Command) => {
      const options: ResendOptions = command.optsWithGlobals();
      if (ids.length === 0) return print(await resendByFilter(options));
      if (Object.keys(parametersOf(options)).length > 0) throw new Refused('Name messages by their ids or by a filter, not both.');
      for (const id of ids) print(await resendOne(id, options));
    });
}

async function list({ limit, ...options }: ListOptions): Promise<string> {
  const query = new URLSearchParams({ limit, ...parametersOf(options) });
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

async function resendOne(id: string, options: Options): Promise<string> {
  const answer = await call<unknown>(options, { method: 'POST', path: `${pathOf(id)}/resend` });
  return options.json ? json(answer) : `${id} was sent again. "vigie quarantine list" shows whether it came back.\n`;
}

const pathOf = (id: string) => `/api/v1/quarantine/${encodeURIComponent(id)}`;
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function print(text: string): void {
  process.stdout.write(text);
}
