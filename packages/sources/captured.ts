import type { Heard, Stream } from './contract.ts';

/** A message as a real server sent it, and the one shape that it must be read to. */
export interface Captured {
  readonly what: string;
  readonly topic: string;
  readonly stream: Stream;
  readonly payload: Uint8Array;
  readonly expect: Heard;
}

/** The same in `fixtures/<source>.json`: a payload as text or in hex, bytes of the expectation in hex. */
export interface CapturedText {
  readonly what: string;
  readonly topic: string;
  readonly stream: Stream;
  readonly payload?: string;
  readonly payloadHex?: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

export function toCaptured({ payload, payloadHex, expect, ...message }: CapturedText): Captured {
  const bytes = payload === undefined ? fromHex(payloadHex ?? '') : new TextEncoder().encode(payload);
  const heard = Object.entries(expect).map(([name, value]) => [name, namesBytes.has(name) ? fromHex(String(value)) : value]);
  return { ...message, payload: bytes, expect: Object.fromEntries(heard) as Heard };
}

const namesBytes = new Set(['phyPayload', 'bytes']);

export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
