import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Parameters by their schema. @throws Problem 400 that names the parameter and says what it wants. */
export function readParameters<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw wrongParameter(wordsOf(parsed.error.issues[0]));
}

export function wrongParameter(words: string): Problem {
  return new Problem(400, 'A parameter is not right', words);
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `There is no parameter ${issue.keys.join(', ')} here.`;
  return `${issue?.path.join('.')}: ${(issue?.message ?? 'another value').replace(/^Invalid (input|option): expected /, 'wants ')}`;
}
