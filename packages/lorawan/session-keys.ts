import type { AesKey } from './aes.ts';

/** The keys of a session, as far as they are known. Of LoRaWAN 1.0.x the one NwkSKey stands as FNwkSIntKey; of 1.1 there are three (1.1 §6.1.2). */
export interface SessionKeys {
  /** Forwarding network session integrity key, or the NwkSKey. */
  readonly fNwkSIntKey: AesKey;
  /** Serving network session integrity key: 1.1 only. */
  readonly sNwkSIntKey?: AesKey;
  /** Network session encryption key: 1.1 only. */
  readonly nwkSEncKey?: AesKey;
  readonly appSKey?: AesKey;
}

/** Whether they are keys of LoRaWAN 1.1: it has more than the one network key. */
export const isOf11 = ({ sNwkSIntKey, nwkSEncKey }: SessionKeys): boolean => sNwkSIntKey !== undefined || nwkSEncKey !== undefined;
