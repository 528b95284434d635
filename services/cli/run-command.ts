import type { Command } from 'commander';
import { Refused } from './refused.ts';

/** A refusal is told in one line; anything else is a fault of the command, told with its trace. */
export async function runCommand(vigie: Command): Promise<void> {
  try {
    await vigie.parseAsync();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
