import type { Outgoing } from '../contract.ts';

/** Whether two commits write the same. */
export function sameOutputs(some: readonly Outgoing[], others: readonly Outgoing[]): boolean {
  return some === others || (some.length === others.length && some.every((one, index) => isSame(one, others[index])));
}

function isSame(one: Outgoing, other: Outgoing | undefined): boolean {
  if (other === undefined || one.topic.name !== other.topic.name || one.key !== other.key) return false;
  return one.time === other.time && one.partition === other.partition && sameValue(one.value, other.value);
}

function sameValue(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === null || other === null ? one === other : Buffer.compare(one, other) === 0;
}
