import { Refusal } from './refusal.ts';
import type { Server } from './server.ts';

const linesAtOnce = 5000;

/**
 * Writes lines; answers why for each that the server refuses, by its number. A refusal does not say which line it means, so halves are tried until
 * single lines are left: writing a line again is writing it once. @throws SeriesUnavailable
 */
export async function writeLines(server: Server, lines: readonly string[]): Promise<Map<number, string>> {
  const refused = new Map<number, string>();
  for (let begin = 0; begin < lines.length; begin += linesAtOnce) {
    await writePart(server, lines, begin, Math.min(begin + linesAtOnce, lines.length), refused);
  }
  return refused;
}

async function writePart(
  server: Server,
  lines: readonly string[],
  begin: number,
  end: number,
  refused: Map<number, string>,
): Promise<void> {
  try {
    await server.write(lines.slice(begin, end));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (end - begin === 1) {
      refused.set(begin, error.message);
      return;
    }
    const middle = (begin + end) >> 1;
    await writePart(server, lines, begin, middle, refused);
    await writePart(server, lines, middle, end, refused);
  }
}
