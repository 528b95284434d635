import { cryptFrmPayload, frmPayloadKey } from '../../../packages/lorawan/frm-payload.ts';
import { unwrapKey } from '../../../packages/lorawan/unwrap-key.ts';
import type { FrameRecord } from '../../../packages/model/frame-record.ts';
import type { Device } from '../../../packages/model/register-entities.ts';
import { epochOf } from '../../../packages/register/seal.ts';
import type { Arrived } from '../arrived.ts';
import type { City } from '../city.ts';
import { type QuarantinedEnding, quarantined } from '../ended.ts';
import { frameTime } from '../frame-time.ts';
import type { Claim, ClaimedEvent, ClaimedFrame } from './claim-counter.ts';

/** Plain bytes, from here on the same for every source. */
export interface Decrypted extends Arrived {
  readonly device: Device;
  readonly claim: Claim;
  readonly record: FrameRecord;
  readonly bytes: Uint8Array;
}

export function decrypt(claimed: ClaimedFrame | ClaimedEvent, city: City): Decrypted | QuarantinedEnding {
  const plain = claimed.by === 'frame' ? plainOfFrame(claimed, city) : plainOfEvent(claimed, city);
  if (!plain) return quarantined('decrypt', 'key_missing');
  return {
    id: claimed.id,
    offset: claimed.offset,
    at: claimed.at,
    key: claimed.key,
    taken: claimed.taken,
    message: claimed.message,
    device: claimed.device,
    claim: claimed.claim,
    ...plain,
    record: frameRecord(claimed, plain),
  };
}

interface Plain {
  readonly bytes: Uint8Array;
  readonly fPort: number | undefined;
}

/** Without FPort there is no FRMPayload (LoRaWAN 1.0.4 §4.3.2); with FPort 0 it holds MAC commands under the NwkSKey (§4.3.3). */
function plainOfFrame({ frame, session, fCnt }: ClaimedFrame, { keys, aes }: City): Plain | undefined {
  const { fPort, frmPayload, devAddr } = frame;
  if (fPort === undefined || frmPayload.length === 0) return { fPort, bytes: new Uint8Array() };
  const key = frmPayloadKey(keys.keysOf(session), fPort);
  return key && { fPort, bytes: cryptFrmPayload(aes, key, { devAddr, fCnt, direction: 'up' }, frmPayload) };
}

function plainOfEvent(claimed: ClaimedEvent, city: City): Plain | undefined {
  const { bytes, devAddr, fCnt, fPort, encrypted } = claimed.event;
  if (!encrypted || fPort === 0 || bytes.length === 0) return { fPort, bytes };
  const key = handedOver(claimed.event, city) ?? registered(claimed, city);
  return key && { fPort, bytes: cryptFrmPayload(city.aes, key, { devAddr, fCnt, direction: 'up' }, bytes) };
}

/** The AppSKey as the join server gave it: plain, or wrapped with a key that the register has under that label (RFC 3394). */
function handedOver({ appSKey }: ClaimedEvent['event'], { register, keys, aes }: City): Uint8Array | undefined {
  if (!appSKey) return undefined;
  if (!appSKey.kekLabel) return appSKey.key.length === 16 ? appSKey.key : undefined;
  const kek = register.kek(appSKey.kekLabel);
  return kek && unwrapKey(aes, keys.kekOf(kek), appSKey.key);
}

/** Of the register's session of the same device and DevAddr, where it has one. */
function registered({ event, device }: ClaimedEvent, { register, keys }: City): Uint8Array | undefined {
  const session = register.sessionsByDevAddr(event.devAddr).find((one) => one.device === device.ref);
  return session && keys.keysOf(session).appSKey;
}

function frameRecord(claimed: ClaimedFrame | ClaimedEvent, { bytes, fPort }: Plain): FrameRecord {
  const { receivedTime } = claimed.message;
  return {
    frame: claimed.claim.reference,
    device: claimed.device.ref,
    message: claimed.id,
    fCnt: claimed.claim.fCnt,
    ...(fPort === undefined ? {} : { fPort }),
    bytesHex: Buffer.from(bytes).toString('hex'),
    evidence: claimed.by === 'frame' ? 'own_mic' : 'server_word',
    ...(claimed.by === 'frame' ? { keyEpoch: epochOf(claimed.session.nwkSKey) } : {}),
    time: frameTime(claimed.receptions, receivedTime),
    receivedTime,
    flags: [...claimed.claim.flags],
  };
}
