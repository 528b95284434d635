import type { Direction } from '../data-frame.ts';
import { createNodeAes } from '../node-aes.ts';

/** A vector of a public suite. Fields differ by kind and suite. */
export interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly macVersion?: string;
  readonly phyPayloadHex?: string;
  readonly frmPayloadHex?: string;
  readonly fOptsHex?: string;
  readonly direction?: Direction;
  /** Hex. */
  readonly keys?: Readonly<Record<string, string>>;
  readonly params?: Params;
  readonly expect: Expected;
  readonly frames?: readonly SentFrame[];
  readonly kekHex?: string;
  readonly wrappedHex?: string;
  readonly message?: Expected;
  readonly appSKeyFromKeyStoreHex?: string;
  readonly topics?: readonly string[];
  readonly protobufHex?: string;
  readonly json?: unknown;
}

export interface Params {
  readonly fCnt?: number;
  readonly confFCnt?: number;
  readonly txDr?: number;
  readonly txCh?: number;
  readonly devAddr?: string;
  readonly blockAByte4?: number;
  readonly nextExpectedFullFCnt?: number;
  readonly fCnt16?: number;
  readonly joinReqType?: number;
  readonly joinNonce?: number;
  readonly devNonce?: number;
  readonly joinEui?: string;
  readonly devEui?: string;
  readonly netId?: string;
}

export interface SentFrame {
  readonly phyPayloadHex: string;
  readonly fullFCntAtSender: number;
  readonly expect: string;
}

export interface Expected {
  readonly [field: string]: unknown;
}

export const aes = createNodeAes();
export const bytes = (hex: unknown): Uint8Array => Uint8Array.from(Buffer.from(String(hex ?? ''), 'hex'));
export const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Every field that both name. */
export const shared = (fields: Expected, expected: Expected): Expected =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => name in expected));
