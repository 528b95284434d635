import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { effectiveSettings } from '../../packages/config/effective-settings.ts';
import { settingFields } from '../../packages/config/setting-fields.ts';
import { faultsOfSettings, readSettings, standaloneSettings } from './config.ts';
import { sampleFile } from './config-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'vigie.yaml');
  writeFileSync(path, text);
  return path;
}

test('deploy/vigie.sample.yaml is what `vigie config print` prints: run `npm run sample` after a change of settings', () => {
  expect(readFileSync(new URL('../../deploy/vigie.sample.yaml', import.meta.url), 'utf8')).toBe(sampleFile());
});

test('the sample is right as it stands, and says what would be without it', () => {
  const usual = readSettings({ env: { VIGIE_DEMO: 'false' } });
  const from = { file: file(sampleFile()), env: {} };
  expect(faultsOfSettings(from)).toEqual([]);
  expect({ ...readSettings(from), demo: false }).toEqual({ ...usual, demo: false });
});

test('every setting says what it is for, and stands in the sample with its variable', () => {
  const fields = settingFields(standaloneSettings);
  expect(fields.length).toBeGreaterThan(15);
  for (const { path, schema, variable } of fields) {
    expect({ path, described: schema.description !== undefined }).toEqual({ path, described: true });
    expect(sampleFile()).toContain(`# ${variable}\n`);
  }
});

test('everything that is wrong is told at once, with the nearest known names', () => {
  const from = { file: file('http:\n  prot: 1\n  host: [1]\nstor: {}\n'), env: { VIGIE_HTTP_PROT: '1' } };
  expect(faultsOfSettings(from)).toEqual([
    'Setting VIGIE_HTTP_PROT: no setting has this name; the nearest is VIGIE_HTTP_PORT.',
    'Setting http.host (VIGIE_HTTP_HOST): got [1], wants string.',
    'Setting http.prot: no setting has this name; the nearest is http.port.',
    'Setting stor: no setting has this name; the nearest is store.',
  ]);
});

test('in a list: the nearest name among those that its items have', () => {
  const broker = '{ url: "mqtt://b.example", passwordfile: hunter2 }';
  const [fault] = faultsOfSettings({ file: file(`ingest:\n  sources:\n    - { name: city, broker: ${broker} }\n`), env: {} });
  expect(fault).toBe(
    'Setting ingest.sources.0.broker.passwordfile: no setting has this name; the nearest is ingest.sources.0.broker.passwordFile.',
  );
});

test('truth 11: what is in force names its origin, and never a secret', () => {
  const broker = '{ url: "mqtt://b.example", passwordFile: /run/hunter2 }';
  const from = {
    file: file(`ingest:\n  batch: 7\n  sources:\n    - { name: city, broker: ${broker} }\n`),
    env: { VIGIE_HTTP_PORT: '9000' },
  };
  const settings = new Map(effectiveSettings(standaloneSettings, from).map((one) => [one.setting, one]));
  expect(settings.get('http.port')).toEqual({ setting: 'http.port', variable: 'VIGIE_HTTP_PORT', value: '9000', from: 'environment' });
  expect(settings.get('ingest.batch')).toMatchObject({ value: '7', from: 'file' });
  expect(settings.get('http.host')).toMatchObject({ value: '"127.0.0.1"', from: 'usual' });
  expect(JSON.stringify([...settings.values()])).not.toContain('hunter2');
});
