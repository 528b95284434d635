import { existsSync } from 'node:fs';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Ledger } from '../../services/publish/publish-ledger.ts';
import { inFolder, Program } from './program.ts';
import { RunningVigie } from './running-vigie.ts';

interface Observations {
  readonly simulated: boolean;
  readonly observations: readonly { evidence: string; site: string; phenomenonTime: string }[];
}

/** The README's promise, in ms. */
const promised = 30_000;

test(
  'started with no configuration, anywhere: observations within 30 s, forgeries and copies told apart, nothing lost; started again, it goes on',
  () =>
    inFolder(async (folder) => {
      const begun = Date.now();
      const first = await RunningVigie.start(folder);
      expect(first.program.out).toContain(`${first.api}/api/v1/observations`);
      expect(first.program.out).toContain(`127.0.0.1:${first.mqttPort}`);
      const { observations, simulated } = await first.once<Observations>('/api/v1/observations', (page) => page.observations.length > 0);
      expect(Date.now() - begun).toBeLessThan(promised);
      expect(simulated).toBe(true);
      expect(new Set(observations.map(({ evidence }) => evidence))).toEqual(new Set(['own_mic']));
      const { totals } = await first.ledgerOnce(({ totals: { forwarded, duplicate, quarantined } }) => {
        return forwarded > 2 && duplicate > 0 && (quarantined.mic_mismatch ?? 0) > 0;
      });
      expect(Object.keys(totals.quarantined)).toEqual(['mic_mismatch']);
      expect(await first.program.end()).toMatchObject({ code: 0 });

      const second = await RunningVigie.start(folder);
      const before = await second.get<Ledger>('/api/v1/ledger');
      expect(before.totals.accepted).toBeGreaterThanOrEqual(totals.accepted);
      const after = await second.ledgerOnce(({ totals: { forwarded } }) => forwarded > before.totals.forwarded + 2);
      // Frames that began anew at an old counter would be behind, or reuse it.
      expect(Object.keys(after.totals.quarantined)).toEqual(['mic_mismatch']);
      expect(await second.program.end('SIGINT')).toMatchObject({ code: 0 });
    }),
  60_000,
);

test(
  'truth 11: what it logs and prints holds neither its token, its password nor a DevEUI; its secrets are its own',
  () =>
    inFolder(async (folder) => {
      const vigie = await RunningVigie.start(folder, { VIGIE_LOG_LEVEL: 'debug' });
      await vigie.ledgerOnce(({ totals: { forwarded } }) => forwarded > 0);
      const { out, err } = await vigie.program.end();
      for (const name of ['admin-token', 'mqtt-password', 'master.key']) {
        const file = join(folder, 'secrets', name);
        expect((await stat(file)).mode & 0o777).toBe(0o600);
        expect(out + err).not.toContain((await readFile(file, 'utf8')).trim());
      }
      expect(err).toContain('"level":"debug"');
      expect(err).not.toMatch(/02564947/);
      for (const line of err.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ service: 'standalone' });
    }),
  30_000,
);

test(
  'the data of a simulated city never become those of a real one',
  () =>
    inFolder(async (folder) => {
      await (await RunningVigie.start(folder)).program.end();
      const { code, err } = await new Program('standalone', { cwd: folder, env: { VIGIE_DEMO: 'false' } }).ended();
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^Setting dataFolder .* simulated city, .*\n$/) });
      expect(existsSync(join(folder, 'data', 'SIMULATED'))).toBe(true);
    }),
  30_000,
);

test(
  'another master key is refused at once, and so is a secret that others may read',
  () =>
    inFolder(async (folder) => {
      await (await RunningVigie.start(folder)).program.end();
      const again = async () => {
        const { code, err } = await new Program('standalone', {
          cwd: folder,
          env: { VIGIE_HTTP_PORT: '0', VIGIE_INGEST_EMBEDDED_PORT: '0' },
        }).ended();
        return { code, err };
      };
      const key = join(folder, 'secrets', 'master.key');
      const right = await readFile(key, 'utf8');
      await writeFile(key, `${Buffer.alloc(32, 7).toString('base64')}\n`);
      expect(await again()).toEqual({
        code: 2,
        err: expect.stringMatching(/^The master key is not the one that .* Restore that key .*\n$/),
      });
      await writeFile(key, right);
      await chmod(join(folder, 'secrets', 'admin-token'), 0o644);
      expect(await again()).toEqual({
        code: 2,
        err: expect.stringMatching(/^The secret .*admin-token is open to others \(mode 0644\).*chmod 600.*\n$/),
      });
    }),
  30_000,
);
