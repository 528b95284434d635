import type { FramePart } from '../data/shapes.ts';

/** Bytes that are shown together; without a name: bytes that belong to no part. */
export interface ByteGroup {
  readonly name: string | null;
  readonly from: number;
  readonly to: number;
  /** Two hex digits each. */
  readonly bytes: readonly string[];
  readonly value: string;
}

/** Every byte of the frame exactly once, in order, whatever the parts leave out. */
export function byteGroups(hex: string, parts: readonly FramePart[]): ByteGroup[] {
  const bytes = hex.match(/../g) ?? [];
  const groups: ByteGroup[] = [];
  let at = 0;
  const unnamedUpTo = (to: number) => {
    if (to > at) groups.push({ name: null, from: at, to, bytes: bytes.slice(at, to), value: '' });
  };
  for (const { name, from, to, value } of [...parts].sort((a, b) => a.from - b.from)) {
    const start = Math.max(from, at);
    const end = Math.min(to, bytes.length);
    if (start >= end) continue;
    unnamedUpTo(start);
    groups.push({ name, from: start, to: end, bytes: bytes.slice(start, end), value });
    at = end;
  }
  unnamedUpTo(bytes.length);
  return groups;
}

/** The part that a reason speaks of; null: the frame as a whole, or nothing in it. */
export function partAtFault(reason: string | null): string | null {
  return (reason !== null && atFault[reason]) || null;
}

const atFault: Readonly<Record<string, string>> = {
  foreign_net_id: 'DevAddr',
  unknown_dev_addr: 'DevAddr',
  mic_mismatch: 'MIC',
  f_cnt_reused: 'FCnt',
  f_cnt_behind: 'FCnt',
  key_missing: 'FRMPayload',
  codec_error: 'FRMPayload',
  codec_limit: 'FRMPayload',
};
