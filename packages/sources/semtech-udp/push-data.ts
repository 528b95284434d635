import { opensLikeJson, parseJson } from '../json-fields.ts';
import { UnreadableContent } from '../unreadable-content.ts';

/** What a PUSH_DATA datagram, or its JSON alone, carries. */
export interface PushData {
  /** Of a whole datagram, 16 hexadecimal digits. */
  readonly gateway?: string;
  /** Not looked at yet. */
  readonly rxpk: readonly unknown[];
  readonly hasStat: boolean;
}

/** A datagram holds 64 KiB at most, and an `rxpk` some 200 bytes: what carries more was not written by a packet forwarder. */
const mostFrames = 256;

/** The protocol has four levels. JSON is written by recursion, which ends at some thousand. */
const mostDepth = 8;

/** Version, token (2), identifier, gateway (8). */
const headerLength = 12;
const pushData = 0x00;

/** @throws UnreadableContent when it is neither JSON of the protocol nor a datagram */
export function readPushData(payload: Uint8Array): PushData {
  const { header, content } = parse(payload);
  return { ...ofContent(content), ...(header && { gateway: Buffer.from(header.subarray(4)).toString('hex') }) };
}

/** One payload for each `rxpk`, and one for the statistics beside them; what cannot be read stays one. */
export function splitPushData(payload: Uint8Array): readonly Uint8Array[] {
  const parts = partsOf(payload);
  return parts.length > 1 ? parts : [payload];
}

function partsOf(payload: Uint8Array): Uint8Array[] {
  const { header, content } = parse(payload);
  if (!isObject(content) || !Array.isArray(content['rxpk'])) return [];
  const { rxpk, stat } = content;
  if (rxpk.length > mostFrames || !isShallow(content, mostDepth)) return [];
  const contents: object[] = rxpk.map((one: unknown) => ({ rxpk: [one] }));
  if (stat !== undefined && stat !== null) contents.push({ stat });
  return contents.map((one) => Buffer.concat([header ?? new Uint8Array(), Buffer.from(JSON.stringify(one))]));
}

function ofContent(content: unknown): { rxpk: readonly unknown[]; hasStat: boolean } {
  if (!isObject(content)) throw new UnreadableContent('The content is neither the JSON of a PUSH_DATA datagram nor one.');
  const { rxpk, stat } = content;
  const hasStat = stat !== undefined && stat !== null;
  if (Array.isArray(rxpk)) return { rxpk, hasStat };
  if (rxpk !== undefined && rxpk !== null) throw new UnreadableContent('rxpk is not a list.');
  // Some bridges publish one element alone.
  return { rxpk: 'data' in content ? [content] : [], hasStat };
}

function parse(payload: Uint8Array): { header?: Uint8Array; content: unknown } {
  if (opensLikeJson(payload)) return { content: parseJson(payload) };
  const isDatagram = (payload[0] === 1 || payload[0] === 2) && payload[3] === pushData && payload.length > headerLength;
  if (!isDatagram) return { content: undefined };
  return { header: payload.subarray(0, headerLength), content: parseJson(payload.subarray(headerLength)) };
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
