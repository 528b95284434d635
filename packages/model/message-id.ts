/** Id of a message: where the log first accepted it. Never drawn, the same at each redelivery (truth 3). */
export function messageId(incarnation: string, partition: number, offset: number): string {
  return `${incarnation}.${partition}.${offset}`;
}

/** Where a message lies, by its id. */
export interface MessagePlace {
  readonly incarnation: string;
  readonly partition: number;
  readonly offset: number;
}

/** Undefined: the text is no id of a message. */
export function placeOfMessage(id: string): MessagePlace | undefined {
  const [, incarnation, partition, offset] = /^(.+)\.(\d{1,6})\.(\d{1,15})$/.exec(id) ?? [];
  if (incarnation === undefined) return undefined;
  return { incarnation, partition: Number(partition), offset: Number(offset) };
}

/** The offset in a message's id, in the partition that the message lies in. */
export function offsetOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('.') + 1));
}
