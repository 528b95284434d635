import type { Words } from '../model/reasons.ts';

/** Why a network server does not answer as it should. `gone`: it knows no such thing, or has never heard of it. */
export type RefusalKind = 'token' | 'forbidden' | 'unreachable' | 'slow' | 'old' | 'gone' | 'other';

/** A network server did not give what it was asked for. The words say what to do; no address, token or identifier is in them (truth 11). */
export class NetworkServerRefused extends Error {
  override readonly name = 'NetworkServerRefused';
  readonly kind: RefusalKind;
  readonly words: Words;

  constructor(kind: RefusalKind, words: Words, options?: ErrorOptions) {
    super(words.en, options);
    this.kind = kind;
    this.words = words;
  }
}
