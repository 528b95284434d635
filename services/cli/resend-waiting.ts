import { call, type ServerOptions } from './api-client.ts';
import { printTable } from './print-table.ts';
import { type Filter, parametersOf } from './quarantine-filter.ts';
import { Refused } from './refused.ts';

export type ResendOptions = ServerOptions & Filter & { readonly json?: boolean; readonly yes?: boolean; readonly mark?: string };

interface Preview {
  readonly count: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly withoutBytes: number;
  readonly more: boolean;
  readonly examples: readonly { readonly id: string; readonly receivedTime: string; readonly reason: string; readonly device?: string }[];
  readonly mark: string;
}

const path = '/api/v1/quarantine/resend';

/** By filter: shows what would be sent again; sends it with `--yes`, or with the mark of a preview exactly what that has shown. */
export async function resendByFilter(options: ResendOptions): Promise<string> {
  const filter = parametersOf(options);
  if (Object.keys(filter).length === 0) {
    throw new Refused('Name messages by their ids, or a filter such as --reason no_codec; "vigie quarantine list" shows what waits.');
  }
  if (options.mark !== undefined) return send(options, options.mark);
  const preview = await call<Preview>(options, { method: 'GET', path: `${path}?${new URLSearchParams(filter)}` });
  if (options.yes && preview.count > 0) return send(options, preview.mark);
  return options.json ? `${JSON.stringify(preview, null, 2)}\n` : words(preview);
}

async function send(options: ResendOptions, mark: string): Promise<string> {
  const query = new URLSearchParams({ ...parametersOf(options), mark });
  const answer = await call<{ sent: number }>(options, { method: 'POST', path: `${path}?${query}` });
  if (options.json) return `${JSON.stringify(answer)}\n`;
  return `${answer.sent} messages were sent again. "vigie quarantine list" shows which of them came back.\n`;
}

function words({ count, reasons, withoutBytes, more, examples, mark }: Preview): string {
  const lost = withoutBytes > 0 ? `${withoutBytes} cannot be sent again: no bytes are kept of them.\n` : '';
  if (count === 0) return `Nothing that waits fits.\n${lost}`;
  const byReason = Object.entries(reasons).map(([reason, n]) => `${n} ${reason}`);
  const rows = examples.map((one) => [one.id, one.receivedTime, one.reason, one.device ?? '']);
  return [
    `${count} messages would be sent again: ${byReason.join(', ')}. The oldest:\n`,
    printTable(['id', 'received', 'reason', 'device'], rows),
    lost,
    more ? 'More wait behind these: when they are through, ask again.\n' : '',
    `Nothing was sent. To send exactly these, add: --mark ${mark}\n`,
  ].join('');
}
