import { createHash, timingSafeEqual } from 'node:crypto';
import type { PushSource } from './push-settings.ts';

/** Who may push as which source. */
export class PushTokens {
  readonly #expected: ReadonlyMap<string, { readonly source: PushSource; readonly digest: Buffer }>;

  constructor(tokens: readonly (readonly [PushSource, string])[]) {
    this.#expected = new Map(tokens.map(([source, token]) => [source.name, { source, digest: digestOf(token) }]));
  }

  /** @param authorization of the header; undefined: there is no such source, or its token is another */
  sourceOf(name: string, authorization: string | undefined): PushSource | undefined {
    const expected = this.#expected.get(name);
    // Compared all the same, so that the time tells nothing.
    const isRight = timingSafeEqual(digestOf(tokenOf(authorization ?? '')), expected?.digest ?? nobody);
    return isRight ? expected?.source : undefined;
  }
}

/** `Bearer <token>` (RFC 6750 §2.1), or the password of `Basic` (RFC 7617 §2) whatever the user: not every network server can be given a header. */
function tokenOf(authorization: string): string {
  const [, scheme = '', credentials = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return credentials;
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

/** Of equal length whatever was given. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const nobody = Buffer.alloc(32);
