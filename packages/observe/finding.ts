/** The same words in both languages. */
export interface Words {
  readonly fr: string;
  readonly en: string;
}

/** What a check has found out about one thing: that it is right, what is wrong with it and what to do, or why nothing could be said. */
export interface Finding {
  /** What was looked at, e.g. `Kafka`, `topic vigie.messages`. */
  readonly subject: string;
  readonly state: 'right' | 'wrong' | 'unknown';
  readonly found: Words;
  /** What mends it; with everything that is wrong. */
  readonly action?: Words;
}

export const right = (subject: string, found: Words): Finding => ({ subject, state: 'right', found });
export const wrong = (subject: string, found: Words, action: Words): Finding => ({ subject, state: 'wrong', found, action });
export const unknown = (subject: string, found: Words): Finding => ({ subject, state: 'unknown', found });
