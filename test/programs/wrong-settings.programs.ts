import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openLog } from '../../packages/log/open.ts';
import { inFolder, Program } from './program.ts';

interface Case {
  readonly what: string;
  readonly env?: Record<string, string>;
  /** Of vigie.yaml. */
  readonly file?: string;
  readonly prepare?: (folder: string) => Promise<unknown>;
  readonly says: RegExp;
}

const withFile = (name: string, content: string | Uint8Array) => async (folder: string) => {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), content);
};

const cases: readonly Case[] = [
  {
    what: 'a number that is none',
    env: { VIGIE_HTTP_PORT: 'eighty' },
    says: /^Setting http\.port \(VIGIE_HTTP_PORT\): got "eighty", wants number\.$/,
  },
  {
    what: 'a name that is none',
    env: { VIGIE_HTTP_PROT: '1' },
    says: /^Setting VIGIE_HTTP_PROT: no setting has this name; the nearest is VIGIE_HTTP_PORT\.$/,
  },
  { what: 'a file that is no YAML', file: 'http: [1\n', says: /^The settings file .*vigie\.yaml cannot be read: / },
  {
    what: 'a secret in the wrong form (truth 11)',
    file: 'ingest:\n  sources:\n    - { name: city, broker: { url: "mqtt://b.example", passwordFile: [hunter2] } }\n',
    says: /^Setting ingest\.sources\.0\.broker\.passwordFile \(VIGIE_INGEST_SOURCES\): got a value of type object, wants string\.$/,
  },
  {
    what: 'a simulated city with nobody to speak to',
    env: { VIGIE_INGEST_EMBEDDED_ENABLED: 'false' },
    says: /^Setting demo \(VIGIE_DEMO\): got true, wants the embedded broker/,
  },
  {
    what: 'a data folder that cannot be one',
    env: { VIGIE_DATA_FOLDER: 'occupied/data' },
    prepare: withFile('occupied', ''),
    says: /^Setting dataFolder \(VIGIE_DATA_FOLDER\): got "occupied\/data", wants a folder of this user \(ENOTDIR\)\.$/,
  },
  {
    what: 'a secrets folder that cannot be one',
    env: { VIGIE_SECRETS_FOLDER: 'occupied/secrets' },
    prepare: withFile('occupied', ''),
    says: /^Setting secretsFolder \(VIGIE_SECRETS_FOLDER\): got "occupied\/secrets", wants .*\(ENOTDIR\)\.$/,
  },
  {
    what: 'secrets within the data',
    env: { VIGIE_SECRETS_FOLDER: 'data/secrets' },
    says: /^The master key data\/secrets\/master\.key lies inside the data folder data; move it outside/,
  },
  { what: 'an empty secret', prepare: withFile('secrets/admin-token', ''), says: /^The secret .*admin-token is (open to others|empty)/ },
  {
    what: 'a catalogue that is not there',
    env: { VIGIE_DECODE_CATALOGUE: 'none' },
    says: /^Setting decode\.catalogue \(VIGIE_DECODE_CATALOGUE\): got "none", wants a folder of declared devices \(ENOENT\)\.$/,
  },
  {
    what: 'a declaration that cannot be used',
    env: { VIGIE_DECODE_CATALOGUE: 'devices' },
    prepare: withFile('devices/acme/one/device.yaml', 'label: 7\n'),
    says: /acme\/one/,
  },
  {
    what: 'a folder of tables that is not there',
    env: { VIGIE_REGISTER_CSV_FOLDER: 'none', VIGIE_LOG_LEVEL: 'silent' },
    says: /^Setting register\.csvFolder \(VIGIE_REGISTER_CSV_FOLDER\): got "none", wants a folder of CSV files \(ENOENT\)\.$/,
  },
  {
    what: 'a table that is no UTF-8',
    env: { VIGIE_REGISTER_CSV_FOLDER: 'tables' },
    prepare: withFile('tables/sites.csv', Buffer.from([0xe9])),
    says: /^sites\.csv is no UTF-8 text\. Save it again/,
  },
  {
    what: 'an address of another machine',
    env: { VIGIE_HTTP_HOST: '192.0.2.1' },
    says: /^Setting http\.host \(VIGIE_HTTP_HOST\): got "192\.0\.2\.1", wants an address of this machine \(EADDRNOTAVAIL\)\.$/,
  },
  {
    what: 'a data folder of another program',
    prepare: withFile('data/log.db', 'no database at all, but long enough to be looked at'.repeat(20)),
    env: { VIGIE_DEMO: 'false' },
    says: /^The databases in data cannot be used: file is not a database\. Restore/,
  },
  {
    what: 'a data folder made with other partitions',
    prepare: async (folder) => (await openLog({ engine: 'sqlite', folder: join(folder, 'data'), partitions: 3 })).close(),
    env: { VIGIE_DEMO: 'false' },
    says: /was made with 3 partitions .* Keep the old number, or begin in a new folder\.$/,
  },
];

const free = { VIGIE_HTTP_PORT: '0', VIGIE_INGEST_EMBEDDED_PORT: '0' };

test.each(cases)('$what: one line says so, and the exit code is 2', ({ env = {}, file, prepare, says }) =>
  inFolder(async (folder) => {
    if (file !== undefined) await writeFile(join(folder, 'vigie.yaml'), file);
    await prepare?.(folder);
    const { code, out, err } = await new Program('standalone', { cwd: folder, env: { ...free, ...env } }).ended();
    const lines = err.trimEnd().split('\n');
    expect({ code, out, lines }).toEqual({ code: 2, out: '', lines: [expect.stringMatching(says)] });
  }),
);

test.each([
  ['http.port', 'VIGIE_HTTP_PORT'],
  ['ingest.embedded.port', 'VIGIE_INGEST_EMBEDDED_PORT'],
])('%s of another program: one line says so, the exit code is 2, and the process is gone', (setting, variable) =>
  inFolder(async (folder) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = { ...free, [variable]: String(port), VIGIE_LOG_LEVEL: 'silent' };
    const { code, err } = await new Program('standalone', { cwd: folder, env }).ended();
    other.close();
    expect({ code, err }).toEqual({
      code: 2,
      err: `Setting ${setting} (${variable}): got ${port}, wants a port that is free and that this user may open (EADDRINUSE).\n`,
    });
  }),
);
