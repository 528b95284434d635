import { readFile } from 'node:fs/promises';
import type { NetworkServer } from '../../../packages/inventory/network-server.ts';
import { NetworkServerRefused } from '../../../packages/inventory/refused.ts';
import { usingSetting } from '../../../packages/process/using-setting.ts';
import type { ChirpStackSettings } from '../config.ts';

export interface AskedServer {
  readonly server: NetworkServer;
  /** Requests at once at most. */
  readonly atOnce: number;
}

/** The ChirpStack of the settings; undefined: there is none. It need not be there yet. @throws WrongSetting when the authority's certificate cannot be read */
export async function openChirpStack({ url, tokenFile, caFile, atOnce }: ChirpStackSettings): Promise<AskedServer | undefined> {
  if (url === undefined || tokenFile === undefined) return undefined;
  const ca =
    caFile === undefined ? undefined : await usingSetting('register.chirpstack.caFile', caFile, 'a readable file', () => readFile(caFile));
  // Loaded only where it is used: the gRPC client takes some 25 MB.
  const { ChirpStack } = await import('../../../packages/inventory/chirpstack/chirpstack.ts');
  return { atOnce, server: new ChirpStack({ url, token: () => readToken(tokenFile), ...(ca && { ca }) }) };
}

/** Each time anew: who replaces the token need not start Vigie again. */
async function readToken(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new NetworkServerRefused('token', noToken, { cause });
  });
  return text.trim();
}

const noToken = {
  en: 'The file that register.chirpstack.tokenFile names cannot be read. Put an API key of ChirpStack there, readable by Vigie alone.',
  fr: 'Le fichier que nomme register.chirpstack.tokenFile est illisible. Mettez-y une clé d’API de ChirpStack, lisible par Vigie seule.',
};
