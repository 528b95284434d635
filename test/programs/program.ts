import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `npm test` builds first. */
const build = new URL('../../dist/services/', import.meta.url).pathname;
const files = {
  standalone: 'standalone/main.js',
  cli: 'standalone/vigie.js',
  ingest: 'ingest/main.js',
  decode: 'decode/main.js',
  store: 'store/main.js',
  publish: 'publish/main.js',
  register: 'register/main.js',
} as const;

interface Ended {
  /** Null: ended by a signal. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A program of Vigie as a process of its own, with no settings but those given. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<[number | null]>;
  out = '';
  err = '';

  constructor(
    name: keyof typeof files,
    { args = [], env = {}, cwd }: { args?: readonly string[]; env?: Record<string, string>; cwd: string },
  ) {
    this.#child = spawn(process.execPath, ['--enable-source-maps', join(build, files[name]), ...args], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (text) => {
      this.out += text;
    });
    this.#child.stderr?.on('data', (text) => {
      this.err += text;
    });
    this.#ended = once(this.#child, 'close') as Promise<[number | null]>;
  }

  /** Resolves when it has printed this; rejects when it ends without. */
  async printed(words: RegExp): Promise<void> {
    const { stdout } = this.#child;
    while (stdout && !words.test(this.out)) {
      const more = await Promise.race([once(stdout, 'data').then(() => true), this.#ended.then(() => false)]);
      if (!more && !words.test(this.out)) throw new Error(`It ended without printing ${words}:\n${this.out}${this.err}`);
    }
  }

  async ended(): Promise<Ended> {
    const [code] = await this.#ended;
    return { code, out: this.out, err: this.err };
  }

  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<Ended> {
    this.#child.kill(signal);
    return this.ended();
  }
}

/** A folder of its own for the test. */
export async function openFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vigie-program-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await openFolder();
  try {
    return await work(folder.path);
  } finally {
    await folder.remove();
  }
}
