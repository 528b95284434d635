import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readProcessSettings, type ServiceName } from '../../packages/process/process-settings.ts';
import { decodeSettings } from '../../services/decode/config.ts';
import { ingestSettings } from '../../services/ingest/config.ts';
import { publishSettings } from '../../services/publish/config.ts';
import { registerSettings } from '../../services/register/config.ts';
import { storeSettings } from '../../services/store/config.ts';
import { readCompose, root } from './compose-file.ts';

const { services } = readCompose('deploy/cluster/docker-compose.yml');
const sections = {
  ingest: { ingest: ingestSettings.prefault({}) },
  decode: { decode: decodeSettings.prefault({}) },
  store: { store: storeSettings.prefault({}) },
  publish: { publish: publishSettings.prefault({}) },
  register: { register: registerSettings.prefault({}) },
};
const names = Object.keys(sections) as ServiceName[];

test.each(names)('%s accepts its settings, and listens where its port and its healthcheck are', (name) => {
  const { environment, healthcheck, ports = [] } = services[name] ?? {};
  const { http, log, series } = readProcessSettings(sections[name], inThisFolder(environment));
  expect([log.engine, series.engine, http.host]).toEqual(['kafka', 'influxdb', '0.0.0.0']);
  expect(healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${http.port}/readyz`);
  for (const port of ports) expect(port.split(':').at(-1)).toBe(String(http.port));
});

test.each(names)('%s is given the secrets that it opens, and no other', (name) => {
  const { secrets = [], volumes = [] } = services[name] ?? {};
  const program = readFileSync(join(root, 'services', name, 'start-process.ts'), 'utf8');
  expect(secrets.includes('influxdb-token')).toBe(program.includes('openSeriesOf('));
  expect(secrets.includes('broker-password')).toBe(name === 'ingest');
  // Whoever writes to the log seals with the master key.
  const opensSealed = /openLogOf\((?!.*create: false)/.test(program);
  expect(volumes.some((mount) => mount.startsWith('vigie-secrets:'))).toBe(
    opensSealed || /openMasterKeyOf\(|openAdminToken\(/.test(program),
  );
});

test('only what the city reads is open to it; what changes things is for this machine', () => {
  const open = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
  expect(open.toSorted()).toEqual(['mosquitto 1883:1883', 'publish 8080:8080', 'register 127.0.0.1:8081:8080']);
});

/** The environment of a container, with its settings file where it is before it is mounted. */
function inThisFolder(environment: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { VIGIE_CONFIG: file = '' } = environment;
  expect(file).toBe('/vigie/vigie.yaml');
  return { ...environment, VIGIE_CONFIG: join(root, 'deploy/cluster/vigie.yaml') };
}
