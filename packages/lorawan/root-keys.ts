import type { Aes, AesKey } from './aes.ts';
import { writeIdentifier } from './identifier.ts';

/** Keys that a device was made with. Before LoRaWAN 1.1 there is the AppKey alone. */
export interface RootKeys {
  readonly appKey: AesKey;
  readonly nwkKey?: AesKey;
}

/** Lifetime keys of a device of LoRaWAN 1.1, for its rejoins and join accepts. */
export interface JoinKeys {
  readonly jsIntKey: AesKey;
  readonly jsEncKey: AesKey;
}

/** 1.1 §6.1.1.3–4: AES(NwkKey, 06 | DevEUI | pad) and AES(NwkKey, 05 | DevEUI | pad). @param devEui 16 hexadecimal digits */
export function deriveJoinKeys(aes: Aes, nwkKey: AesKey, devEui: string): JoinKeys {
  const derived = (kind: number) => {
    const block = new Uint8Array(16);
    block[0] = kind;
    writeIdentifier(block, 1, devEui, 8);
    return aes.encryptBlock(nwkKey, block);
  };
  return { jsIntKey: derived(0x06), jsEncKey: derived(0x05) };
}
