import { readFile } from 'node:fs/promises';
import { Refused } from './refused.ts';

/** What the command was told of the server. */
export interface ServerOptions {
  readonly server: string;
  readonly tokenFile: string;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly csv?: Uint8Array;
  readonly json?: unknown;
}

/** Calls the services' HTTP API with the administrator's token. @throws Refused, in the server's own words where it has some */
export async function call<T>({ server, tokenFile }: ServerOptions, { method, path, ...content }: Call): Promise<T> {
  const token = await readToken(tokenFile);
  const { type, body } = bodyOf(content);
  const headers = { authorization: `Bearer ${token}`, ...(type ? { 'content-type': type } : {}) };
  const response = await fetch(addressOf(path, server), { method, headers, ...(body ? { body } : {}) }).catch(unreachable(server));
  const answer = await readAnswer(response, server);
  if (response.ok) return answer as T;
  throw new Refused(wordsOf(answer) ?? `${server} answers with status ${response.status}; is it a Vigie?`);
}

function bodyOf({ csv, json }: Pick<Call, 'csv' | 'json'>): { readonly type?: string; readonly body?: Uint8Array | string } {
  if (csv) return { type: 'text/csv', body: csv };
  return json === undefined ? {} : { type: 'application/json', body: JSON.stringify(json) };
}

async function readToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Refused(
      `The administrator's token cannot be read from ${file}. It is made at the first start; name its place with --token-file.`,
      { cause },
    );
  });
  return text.trim();
}

function addressOf(path: string, server: string): URL {
  if (URL.canParse(path, server)) return new URL(path, server);
  throw new Refused(`"${server}" is no address; --server wants one such as http://127.0.0.1:8080.`);
}

const unreachable =
  (server: string) =>
  (cause: unknown): never => {
    throw new Refused(`No Vigie answers at ${server}. Start it with "npm start", or name its address with --server.`, { cause });
  };

async function readAnswer(response: Response, server: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refused(`${server} answers with status ${response.status} and no JSON; is it a Vigie?`, { cause });
  }
}

function wordsOf(answer: unknown): string | undefined {
  const { title, detail } = answer as { title?: unknown; detail?: unknown };
  return typeof title === 'string' ? `${title}. ${typeof detail === 'string' ? detail : ''}`.trim() : undefined;
}
