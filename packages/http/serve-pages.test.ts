import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { logLines } from '../observe/log-line.ts';
import { Metrics } from '../observe/metrics.ts';
import { openServer } from './open-server.ts';
import { servePages } from './serve-pages.ts';

const script = 'export const city = "Valclair";\n'.repeat(100);
let folder: string;
let app: FastifyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-page-'));
  const settings = { host: '127.0.0.1', port: 0, mostRequests: 1_000, proxies: [] };
  const lines = logLines('test', 'silent', { write: () => undefined });
  app = await openServer(settings, { lines, metrics: new Metrics(), notReady: async () => undefined });
});
afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

async function build(): Promise<void> {
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Vigie</title>');
  await writeFile(join(folder, 'assets/index-abc.js'), script);
  await writeFile(join(folder, 'assets/index-abc.js.gz'), gzipSync(script));
  await writeFile(join(folder, 'manifest.json'), '{}');
}

describe('a page that was built', () => {
  beforeEach(async () => {
    await build();
    await servePages(app, folder, 'unbuilt');
  });

  test('is asked for anew each time, and may load from nowhere else', async () => {
    const { statusCode, headers, body } = await app.inject('/');
    expect([statusCode, body]).toEqual([200, '<!doctype html><title>Vigie</title>']);
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': expect.stringMatching('text/html') });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch("script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|http|\*/);
  });

  test('keeps its files for ever, and sends them as they were compressed', async () => {
    const plain = await app.inject('/assets/index-abc.js');
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': expect.stringMatching('javascript'),
    });
    expect(plain.body).toBe(script);
    const packed = await app.inject({ url: '/assets/index-abc.js', headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.rawPayload.length).toBeLessThan(script.length / 10);
  });

  test.each(['/assets/missing.js', '/manifest.json', '/assets/..%2Fmanifest.json', '/assets/%2e%2e%2fmanifest.json'])(
    'gives nothing else: %s',
    async (url) => {
      const { statusCode, headers } = await app.inject(url);
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(headers['cache-control']).not.toMatch('immutable');
    },
  );

  test('leaves the API its own, stricter policy', async () => {
    const { headers } = await app.inject('/healthz');
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  });
});

test('where none was built, the answer says how to build it', async () => {
  await servePages(app, folder, '<p>npm run build');
  const { statusCode, headers, body } = await app.inject('/');
  expect([statusCode, body]).toEqual([503, '<p>npm run build']);
  expect(headers['content-type']).toMatch('text/html');
});
