import { z } from 'zod';

/** The place of a row in the order of its kind: its time in ms, then its names. */
export type PageMark = readonly [time: number, ...names: string[]];

/** As text for `after`. */
export function writePageMark(mark: PageMark): string {
  return Buffer.from(JSON.stringify(mark)).toString('base64url');
}

/** Undefined: the text is no page mark of so many names. */
export function readPageMark(text: string, names: number): PageMark | undefined {
  const mark = z.tuple([z.int()], z.string().min(1)).safeParse(parsed(Buffer.from(text, 'base64url').toString()));
  return mark.success && mark.data.length === 1 + names ? mark.data : undefined;
}

/** Strictly. */
export function comesAfter(one: PageMark, other: PageMark): boolean {
  for (const [at, part] of one.entries()) {
    const against = other[at] ?? '';
    if (part !== against) return part > against;
  }
  return false;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
