const shown = '[bytes]';

/**
 * Hides the input's bytes in a text that a codec wrote: any three bytes in a row as hexadecimal or decimal numbers, with
 * separators or without, and any four as characters. A single byte (`unknown type 7`) stays, or no message would help anyone.
 */
export function maskBytes(text: string, bytes: Uint8Array): string {
  const hidden = new Array<boolean>(text.length).fill(false);
  hideRuns(hidden, tokens(text, /[0-9a-f]/gi, /0x(?=[0-9a-f])/gi), windows([...Buffer.from(bytes).toString('hex')], 6));
  hideRuns(hidden, tokens(text, /\d+/g), windows([...bytes].map(String), 3));
  hideRuns(hidden, tokens(text, /[\s\S]/g), windows([...Buffer.from(bytes).toString('latin1')], 4));
  return show(text, hidden);
}

interface Token {
  readonly text: string;
  readonly from: number;
}

interface Windows {
  readonly length: number;
  readonly keys: ReadonlySet<string>;
}

/** The parts of a text that match, in lower case; what `ignored` matches is as if it were not there. */
function tokens(text: string, pattern: RegExp, ignored?: RegExp): Token[] {
  const plain = ignored ? text.replace(ignored, (found) => ' '.repeat(found.length)) : text;
  return [...plain.matchAll(pattern)].map((match) => ({ text: match[0].toLowerCase(), from: match.index }));
}

function windows(parts: readonly string[], length: number): Windows {
  const keys = new Set<string>();
  for (let start = 0; start + length <= parts.length; start++) keys.add(key(parts.slice(start, start + length)));
  return { length, keys };
}

function hideRuns(hidden: boolean[], found: readonly Token[], { length, keys }: Windows): void {
  for (let start = 0; start + length <= found.length; start++) {
    const run = found.slice(start, start + length);
    const last = run.at(-1);
    const first = run[0];
    if (first && last && keys.has(key(run.map((token) => token.text)))) hidden.fill(true, first.from, last.from + last.text.length);
  }
}

function key(parts: readonly string[]): string {
  return parts.join(' ').toLowerCase();
}

function show(text: string, hidden: readonly boolean[]): string {
  return [...text.matchAll(/[\s\S]/g)].reduce((masked, { 0: character, index }) => {
    if (!hidden[index]) return masked + character;
    return hidden[index - 1] ? masked : masked + shown;
  }, '');
}
