import { readFileSync } from 'node:fs';
import type { IClientOptions } from 'mqtt';
import type { BrokerSettings } from './config.ts';

type TlsOptions = Pick<IClientOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'> & { servername?: string };

/**
 * How the connection to a broker is secured, where its address says TLS: its certificate is always checked.
 * @throws what the file system says of a file that cannot be read
 */
export function brokerTls({ caFile, certFile, keyFile, serverName }: BrokerSettings): TlsOptions {
  return {
    rejectUnauthorized: true,
    ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    ...(certFile === undefined ? {} : { cert: readFileSync(certFile) }),
    ...(keyFile === undefined ? {} : { key: readFileSync(keyFile) }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}
