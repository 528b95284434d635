import type { CodecOutput } from './contract.ts';
import { maskBytes } from './mask-bytes.ts';

const detailLength = 500;
const mark = '\u0000';

/** What a codec may give back and how it is read. */
export interface ResultLimits {
  readonly outputDepth: number;
}

/**
 * Reads a box's result text. Its first letter says what follows: `d` the output as JSON, `m` the same with marked numbers (`guest.ts`),
 * `e` the codec's own error, `l` the limit that it hit.
 * @param payload the call's bytes: error details do not show them
 */
export function readResult(result: string, payload: string, limits: ResultLimits): CodecOutput {
  const body = result.slice(1);
  switch (result[0]) {
    case 'd':
    case 'm':
      return readOutput(body, result[0] === 'm', limits);
    case 'l':
      return { outcome: 'codec_limit', detail: detail(body, payload) };
    default:
      return { outcome: 'codec_error', detail: detail(body, payload) };
  }
}

function detail(text: string, payload: string): string {
  return maskBytes(text, Buffer.from(payload, 'latin1')).slice(0, detailLength);
}

function readOutput(text: string, marked: boolean, { outputDepth }: ResultLimits): CodecOutput {
  // The data lie within the frame's own array.
  if (nesting(text) > outputDepth + 1) return { outcome: 'codec_limit', detail: `the output is nested more than ${outputDepth} deep` };
  const parts = parseParts(text, marked);
  const data = parts[0];
  if (typeof data !== 'object' || data === null) return { outcome: 'codec_error', detail: 'decodeUplink returned no data object' };
  const warnings = Array.isArray(parts[1]) ? parts[1].filter((warning) => typeof warning === 'string') : [];
  return { outcome: 'decoded', data, warnings };
}

/** A codec that has changed its own `toJSON` may have written anything: no data then. */
function parseParts(text: string, marked: boolean): readonly unknown[] {
  const parts: unknown = JSON.parse(text, marked ? unmark : undefined);
  return Array.isArray(parts) ? parts : [];
}

function unmark(_key: string, value: unknown): unknown {
  if (typeof value !== 'string' || value[0] !== mark) return value;
  return value[1] === mark ? value.slice(1) : Number(value.slice(1));
}

/** How deep the brackets of a JSON text go. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) quoted = !quoted;
    else if (quoted) i += code === 0x5c ? 1 : 0;
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}
