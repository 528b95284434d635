import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ChirpStackStandIn } from '../../../packages/inventory/suite/chirpstack-stand-in.ts';
import { exampleFleet } from '../../../packages/inventory/suite/example-fleet.ts';
import { registerSettings } from '../config.ts';
import { openChirpStack } from './open-chirpstack.ts';

const settings = (chirpstack: object) => registerSettings.parse({ chirpstack }).chirpstack;

test('without an address there is none, and an address wants a token', async () => {
  expect(await openChirpStack(settings({}))).toBeUndefined();
  expect(() => settings({ url: 'http://chirpstack.example:8080' })).toThrow('tokenFile');
  expect(() => settings({ url: 'chirpstack:8080', tokenFile: 't' })).toThrow('https://');
});

test('the token is read before each call: one that was replaced counts at once, one that is not there is told in words', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-chirpstack-'));
  const tokenFile = join(folder, 'token');
  await using standIn = await ChirpStackStandIn.start(exampleFleet());
  const opened = await openChirpStack(settings({ url: standIn.url, tokenFile, atOnce: 3 }));
  expect(opened?.atOnce).toBe(3);
  const session = () => opened?.server.session('0102030405060701', 1);
  await expect(session()).rejects.toMatchObject({ kind: 'token', message: expect.stringContaining('register.chirpstack.tokenFile') });
  await writeFile(tokenFile, 'wrong\n');
  await expect(session()).rejects.toMatchObject({ kind: 'token' });
  await writeFile(tokenFile, `${standIn.token}\n`);
  expect(await session()).toMatchObject({ devAddr: '0199cd5d' });
  const caFile = join(folder, 'nowhere.pem');
  await expect(openChirpStack(settings({ url: standIn.url, tokenFile, caFile }))).rejects.toThrow(/ENOENT/);
  opened?.server.close();
  await rm(folder, { recursive: true });
});
