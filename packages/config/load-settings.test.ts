import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { loadSettings } from './load-settings.ts';
import { secret, settingFields } from './setting-fields.ts';

const schema = z.strictObject({
  http: z.strictObject({ port: z.int().min(1).max(65_535).default(8080), host: z.string().default('127.0.0.1') }).prefault({}),
  demo: z.boolean().optional(),
  netIds: z.array(z.string()).default(['000000']),
  passwordFile: z.string().regex(/^\//, 'an absolute path').optional().meta(secret),
  brokers: z.array(z.union([z.literal('own'), z.strictObject({ url: z.string(), passwordFile: z.string(), port: z.int() })])).default([]),
});
const folder = mkdtempSync(join(tmpdir(), 'vigie-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'vigie.yaml');
  writeFileSync(path, text);
  return path;
}

test('without anything, the defaults', () => {
  expect(loadSettings(schema, { env: {} })).toEqual({ http: { port: 8080, host: '127.0.0.1' }, netIds: ['000000'], brokers: [] });
});

test('the environment goes over the file; numbers, yes and no, and lists are read as the schema says', () => {
  const env = { VIGIE_HTTP_PORT: '9000', VIGIE_DEMO: 'false', VIGIE_NET_IDS: '["000013"]' };
  expect(loadSettings(schema, { file: file('http:\n  port: 1\n  host: "::1"\n'), env })).toEqual({
    http: { port: 9000, host: '::1' },
    demo: false,
    netIds: ['000013'],
    brokers: [],
  });
});

test('every setting has its variable', () => {
  expect(settingFields(schema).map(({ variable }) => variable)).toEqual([
    'VIGIE_HTTP_PORT',
    'VIGIE_HTTP_HOST',
    'VIGIE_DEMO',
    'VIGIE_NET_IDS',
    'VIGIE_PASSWORD_FILE',
    'VIGIE_BROKERS',
  ]);
});

describe('a wrong setting is one line: which, what it got, what it wants', () => {
  const refusal = (from: Parameters<typeof loadSettings>[1]) => {
    try {
      loadSettings(schema, from);
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing was refused';
  };

  test.each([
    [{ VIGIE_HTTP_PORT: 'eighty' }, 'Setting http.port (VIGIE_HTTP_PORT): got "eighty", wants number.'],
    [{ VIGIE_HTTP_PORT: '70000' }, /^Setting http\.port \(VIGIE_HTTP_PORT\): got 70000, wants .*65535/],
    [{ VIGIE_HTTP_PROT: '1' }, /^Setting VIGIE_HTTP_PROT: no setting has this name; the nearest is VIGIE_HTTP_PORT\.$/],
  ])('%j', (env, words) => {
    const line = refusal({ env });
    expect(line).toMatch(words);
    expect(line).not.toContain('\n');
  });

  test('truth 11: of a secret, type and length only', () => {
    expect(refusal({ env: { VIGIE_PASSWORD_FILE: 'hunter2-hunter2' } })).toBe(
      'Setting passwordFile (VIGIE_PASSWORD_FILE): got text of 15 characters, wants an absolute path.',
    );
  });

  test.each([
    ['{ url: b, passwordFile: hunter2, port: high }', 'Setting brokers.0.port (VIGIE_BROKERS): got "high", wants number.'],
    [
      '{ url: b, passwordFile: [hunter2], port: 1 }',
      /^Setting brokers\.0\.passwordFile \(VIGIE_BROKERS\): got a value of type object, wants string/,
    ],
    ['{ passwordFile: hunter2, port: 1 }', 'Setting brokers.0.url (VIGIE_BROKERS): got nothing, wants string.'],
    [
      '[{ passwordFile: hunter2 }]',
      /^Setting brokers\.0 \(VIGIE_BROKERS\): got \[\{"passwordFile":"text of 7 characters"\}\], wants another form\.$/,
    ],
    ['theirs', 'Setting brokers.0 (VIGIE_BROKERS): got "theirs", wants another form.'],
  ])('truth 11: in a list too: %s', (broker, words) => {
    const line = refusal({ file: file(`brokers:\n  - ${broker}\n`), env: {} });
    expect(line).toMatch(words);
    expect(line).not.toContain('hunter2');
  });

  test('an unknown key of the file, a file that is no YAML, a file that is not there', () => {
    expect(refusal({ file: file('http:\n  prot: 1\n'), env: {} })).toBe(
      'Setting http.prot: no setting has this name; the nearest is http.port.',
    );
    expect(refusal({ file: file('http: [1\n'), env: {} })).toMatch(/^The settings file .* cannot be read: /);
    expect(refusal({ file: join(folder, 'none.yaml'), env: {} })).toMatch(/^The settings file .* cannot be read: ENOENT/);
  });
});
