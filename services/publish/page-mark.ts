import { z } from 'zod';
import type { ReadingKey } from '../../packages/model/reading.ts';

const markSchema = z.tuple([z.int(), z.string().min(1), z.string().min(1)]);

/** The place of a reading in the order of observations, as text for `after`. */
export function pageMark({ phenomenonTime, datastream, codecVersion }: ReadingKey): string {
  return Buffer.from(JSON.stringify([phenomenonTime, datastream, codecVersion])).toString('base64url');
}

/** Undefined: the text is no page mark. */
export function readPageMark(text: string): ReadingKey | undefined {
  const mark = markSchema.safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  if (!mark.success) return undefined;
  const [phenomenonTime, datastream, codecVersion] = mark.data;
  return { phenomenonTime, datastream, codecVersion };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
