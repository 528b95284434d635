import { resolve } from 'node:path';
import type { StandaloneSettings } from './config.ts';
import { reachable } from './reachable.ts';
import type { RunningCity } from './start-city.ts';

/** Where to look, in both languages; to standard output, once. */
export function greeting({ httpPort, mqttPort }: RunningCity, { demo, http, ingest, secretsFolder }: StandaloneSettings): string {
  const api = `http://${reachable(http.host)}:${httpPort}`;
  const { host, username } = ingest.embedded;
  const secrets = resolve(secretsFolder);
  const lines = [
    '',
    '  Vigie',
    ...(demo ? ['  Ville simulée, rien ici n’est réel · Simulated city, nothing here is real'] : []),
    '',
    `  page            ${api}`,
    `  mesures/data    ${api}/api/v1/observations?format=csv`,
    `  API             ${api}/api`,
    `  comptes/ledger  ${api}/api/v1/ledger`,
    `  métriques       ${api}/metrics`,
    ...(mqttPort === undefined
      ? []
      : [`  MQTT            ${reachable(host)}:${mqttPort}, user "${username}", password in ${secrets}/mqtt-password`]),
    `  admin           npm run vigie -- quarantine list   (token in ${secrets}/admin-token)`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}
