import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface ToolOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What to install when it is not there. */
  readonly from: string;
}

/** Runs a build tool to its end; answers what it wrote. @throws in words, with the end of what it said */
export async function runTool(tool: string, parameters: readonly string[], { cwd, env, from }: ToolOptions): Promise<string> {
  const child = spawn(tool, parameters, { stdio: ['ignore', 'pipe', 'pipe'], ...(cwd ? { cwd } : {}), env: { ...process.env, ...env } });
  const said: string[] = [];
  const complaints: string[] = [];
  child.stdout.on('data', (text: Buffer) => said.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()));
  const [code] = (await once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`${tool} is not installed: ${from}.`, { cause: error });
    throw error;
  })) as [number | null];
  if (code === 0) return said.join('');
  const end = [...said, ...complaints].join('').slice(-2_000);
  throw new Error(`${tool} ${parameters[0] ?? ''} ended with code ${code}:\n${end}`);
}
