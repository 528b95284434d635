import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder, Program } from './program.ts';

const config = (cwd: string, args: readonly string[], env: Record<string, string> = {}) =>
  new Program('cli', { cwd, args: ['config', ...args], env }).ended();

test('what is printed is right when it is kept as vigie.yaml', () =>
  inFolder(async (folder) => {
    const printed = await config(folder, ['print']);
    await writeFile(join(folder, 'vigie.yaml'), printed.out);
    expect(await config(folder, ['check'])).toEqual({ code: 0, out: 'The settings are right (vigie.yaml).\n', err: '' });
  }));

test('check tells everything that is wrong, and the exit code is 1', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'vigie.yaml'), 'http: { prot: 1 }\nstore: { batch: many }\n');
    const { code, out, err } = await config(folder, ['check']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      'Setting http.prot: no setting has this name; the nearest is http.port.',
      'Setting store.batch (VIGIE_STORE_BATCH): got "many", wants number.',
    ]);
    const machine = await config(folder, ['check', '--json']);
    expect({ code: machine.code, faults: JSON.parse(machine.out).faults.length }).toEqual({ code: 1, faults: 2 });
  }));

test('show tells what is in force and where it comes from; a wrong file is one line', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'own.yaml'), 'http:\n  host: "::1"\n');
    const { code, out } = await config(folder, ['show', '--file', 'own.yaml'], { VIGIE_HTTP_PORT: '9000' });
    expect(code).toBe(0);
    expect(out).toMatch(/^http\.host +"::1" +file +VIGIE_HTTP_HOST$/m);
    expect(out).toMatch(/^http\.port +9000 +environment +VIGIE_HTTP_PORT$/m);
    expect(out).toMatch(/^store\.batch +1000 +usual +VIGIE_STORE_BATCH$/m);
    expect(await config(folder, ['show', '--file', 'none.yaml'])).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^The settings file none\.yaml cannot be read: ENOENT.*\n$/),
    });
  }));
