import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface OwnProcessOptions {
  readonly name: string;
  /** Built program. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that takes what it says. */
  readonly says: string;
  /** Of its HTTP server. */
  readonly port: number;
  /** Go to Node itself. */
  readonly nodeArguments?: readonly string[];
}

const longestStop = 60_000;
const longestStart = 120_000;
const restartAfter = 500;

/** A process of ours, kept running as a supervisor would: one that ends by itself is started again, and that is counted. */
export class OwnProcess {
  readonly name: string;
  /** How often it ended although nobody had told it to. */
  endedByItself = 0;
  readonly #options: OwnProcessOptions;
  #child: ChildProcess | undefined;
  #wanted = false;
  #retired = false;

  constructor(options: OwnProcessOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  start(): void {
    if (this.#retired) return;
    this.#wanted = true;
    const { program, env, says, nodeArguments = [] } = this.#options;
    const output = openSync(says, 'a', 0o600);
    const child = spawn(process.execPath, ['--enable-source-maps', ...nodeArguments, program], { env, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#child = child;
    child.on('exit', () => void this.#restart(child));
  }

  /** Resolves when it says that it is ready. Answers what is wrong when it does not say so for long. */
  async ready(): Promise<string[]> {
    for (const end = Date.now() + longestStart; Date.now() < end; await delay(100)) {
      const answer = await fetch(`http://127.0.0.1:${this.#options.port}/readyz`).catch(() => undefined);
      if (answer?.ok) return [];
    }
    return [`${this.name} was not ready after ${longestStart / 1000} s`];
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Killed, paused or not, and never started again, whatever a fault under way still has in mind. */
  async retire(): Promise<void> {
    this.#retired = true;
    this.resume();
    await this.kill();
  }

  /** By SIGTERM. Answers what was wrong with its end. */
  async stop(): Promise<string[]> {
    const child = this.#child;
    const hangs = setTimeout(() => child?.kill('SIGKILL'), longestStop);
    const ended = await this.#end('SIGTERM');
    clearTimeout(hangs);
    if (ended === 0) return [];
    return [`${this.name} ended on SIGTERM with ${ended ?? `SIGKILL after ${longestStop / 1000} s`}`];
  }

  said(): string {
    return readFileSync(this.#options.says, 'utf8');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#wanted = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await ended;
    return code;
  }

  async #restart(child: ChildProcess): Promise<void> {
    if (!this.#wanted || child !== this.#child) return;
    this.endedByItself += 1;
    await delay(restartAfter);
    if (this.#wanted && child === this.#child) this.start();
  }
}
