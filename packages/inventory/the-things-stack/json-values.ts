/** The JSON values that stand one after the other in a text: one, an array's, or a stream of them as The Things Stack's tools write it. @throws SyntaxError */
export function jsonValues(text: string): unknown[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const whole = parsed(trimmed);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  return pieces(trimmed).map((piece) => JSON.parse(piece) as unknown);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Cut where an object at the top ends; braces in strings do not count. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let begin = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isString && letter === '\\') at += 1;
    else if (letter === '"') isString = !isString;
    else if (!isString && letter === '{') depth += 1;
    else if (!isString && letter === '}') {
      depth -= 1;
      if (depth === 0) {
        found.push(text.slice(begin, at + 1));
        begin = at + 1;
      }
    }
  }
  return text.slice(begin).trim() === '' ? found : [...found, text.slice(begin)];
}
