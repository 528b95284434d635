import { RecentlyUsed } from '../lorawan/recently-used.ts';
import type { SessionKeys } from '../lorawan/session-keys.ts';
import type { Kek, RootKeys, SessionRecord } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';
import { openKek, openRootKeys, type PlainRootKeys } from './root-keys.ts';
import { openSession } from './session-keys.ts';

/**
 * The opened keys of the sessions and devices in use, at most `most` of each. While a record stands its keys are the same
 * objects each time, so that whoever keeps an AES key schedule by the key's identity finds it again.
 */
export class OpenedKeys {
  readonly #key: MasterKey;
  readonly #sessions: RecentlyUsed<SessionRecord, SessionKeys>;
  readonly #roots: RecentlyUsed<RootKeys, PlainRootKeys>;
  readonly #keks: RecentlyUsed<Kek, Uint8Array>;

  constructor(key: MasterKey, most = 20_000) {
    this.#key = key;
    this.#sessions = new RecentlyUsed(most);
    this.#roots = new RecentlyUsed(most);
    this.#keks = new RecentlyUsed(most);
  }

  /** @throws SealBroken */
  keysOf(session: SessionRecord): SessionKeys {
    return this.#sessions.get(session, () => this.#open(session));
  }

  /** @throws SealBroken */
  rootKeysOf(roots: RootKeys): PlainRootKeys {
    return this.#roots.get(roots, () => openRootKeys(this.#key, roots));
  }

  /** 16, 24 or 32 bytes. @throws SealBroken */
  kekOf(kek: Kek): Uint8Array {
    return this.#keks.get(kek, () => openKek(this.#key, kek));
  }

  get size(): number {
    return this.#sessions.size;
  }

  #open(session: SessionRecord): SessionKeys {
    const { nwkSKey, ...others } = openSession(this.#key, session);
    return { fNwkSIntKey: nwkSKey, ...others };
  }
}
