import { RecentlyUsed } from '../lorawan/recently-used.ts';
import type { SessionRecord } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';
import { openAppSKey, openNwkSKey } from './session-keys.ts';

interface Opened {
  readonly nwkSKey: Uint8Array;
  readonly appSKey: Uint8Array | undefined;
}

/**
 * The opened keys of the sessions in use, at most `most` sessions. While a session's record stands its keys are the same
 * objects each time, so that whoever keeps an AES key schedule by the key's identity finds it again.
 */
export class OpenedSessions {
  readonly #key: MasterKey;
  readonly #opened: RecentlyUsed<SessionRecord, Opened>;

  constructor(key: MasterKey, most = 20_000) {
    this.#key = key;
    this.#opened = new RecentlyUsed(most);
  }

  /** 16 bytes. @throws SealBroken */
  nwkSKey(session: SessionRecord): Uint8Array {
    return this.#keysOf(session).nwkSKey;
  }

  /** 16 bytes; undefined when the register does not know it. @throws SealBroken */
  appSKey(session: SessionRecord): Uint8Array | undefined {
    return this.#keysOf(session).appSKey;
  }

  get size(): number {
    return this.#opened.size;
  }

  #keysOf(session: SessionRecord): Opened {
    return this.#opened.get(session, () => this.#open(session));
  }

  #open(session: SessionRecord): Opened {
    return { nwkSKey: openNwkSKey(this.#key, session), appSKey: openAppSKey(this.#key, session) };
  }
}
