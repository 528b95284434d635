import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerCommand {
  readonly program: string;
  readonly parameters: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** File that takes what the server says. */
  readonly says: string;
  /** Whether it answers now. */
  ready(): Promise<boolean>;
  /** ms; a start that takes longer has failed. */
  readonly patience?: number;
  /** It goes on when we end. */
  readonly detached?: boolean;
}

/** A server as a plain process: started until it answers, ended by a signal, started again as it was. */
export class ServerProcess {
  readonly #command: ServerCommand;
  #child: ChildProcess | undefined;

  constructor(command: ServerCommand) {
    this.#command = command;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Resolves when it answers. @throws with the end of what it said */
  async start(): Promise<void> {
    const { program, parameters, env, says, ready, patience = 60_000, detached = false } = this.#command;
    const output = openSync(says, 'a', 0o600);
    const child = spawn(program, parameters, { stdio: ['ignore', output, output], detached, env: { ...process.env, ...env } });
    closeSync(output);
    if (detached) child.unref();
    this.#child = child;
    let failed: Error | undefined;
    child.on('error', (error) => {
      failed = error;
    });
    for (const end = Date.now() + patience; Date.now() < end; await delay(25)) {
      if (failed) throw new Error(`${program} cannot be started: ${failed.message}.`, { cause: failed });
      if (!this.isRunning) throw new Error(`${program} ended at its start:\n${this.#said()}`);
      if (await ready()) return;
    }
    await this.stop('SIGKILL');
    throw new Error(`${program} did not answer within ${patience / 1000} s:\n${this.#said()}`);
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it has ended. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.#child || !this.isRunning) return;
    // One that outlives us does not keep us waiting, except here.
    this.#child.ref();
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    await ended;
  }

  /** SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  #said(): string {
    return readFileSync(this.#command.says, 'utf8').slice(-2_000);
  }
}
