/** What is no PHYPayload. `detail` names fields and lengths, never a byte (truth 11). */
export interface Malformed {
  readonly kind: 'malformed';
  readonly detail: string;
}

export const malformed = (detail: string): Malformed => ({ kind: 'malformed', detail });
