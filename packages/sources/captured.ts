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
  return { ...message, payload: bytes, expect: withBytes(expect) as unknown as Heard };
}

const namesBytes = new Set(['phyPayload', 'bytes', 'key']);

/** The fields that hold bytes stand in hex, wherever they are. */
function withBytes(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const read = (name: string, value: unknown) => {
    if (namesBytes.has(name)) return fromHex(String(value));
    return name === 'appSKey' ? withBytes(value as Record<string, unknown>) : value;
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, read(name, value)]));
}

export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
