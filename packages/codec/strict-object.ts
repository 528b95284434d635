import { z } from 'zod';
import { nearestName } from '../model/nearest-name.ts';

/** An object that refuses keys it does not know, by their name and the nearest known one. */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, Object.keys(shape)) : undefined),
  });
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  return keys.map((key) => `unknown key "${key.slice(0, 60)}" (nearest known: "${nearestName(key, known)}")`).join(', ');
}
