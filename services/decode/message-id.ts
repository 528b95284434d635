/** Id of a message: where the log first accepted it. Never drawn, the same at each redelivery (truth 3). */
export function messageId(incarnation: string, partition: number, offset: number): string {
  return `${incarnation}.${partition}.${offset}`;
}

/** The offset in a message's id, in the partition that the message lies in. */
export function offsetOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('.') + 1));
}
