import { cryptFrmPayload, frmPayloadKey } from '../../../packages/lorawan/frm-payload.ts';
import type { FrameRecord } from '../../../packages/model/frame-record.ts';
import type { Device } from '../../../packages/model/register-entities.ts';
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
  const appSKey = keys.appSKey(session);
  const key = frmPayloadKey({ nwkSKey: keys.nwkSKey(session), ...(appSKey ? { appSKey } : {}) }, fPort);
  return key && { fPort, bytes: cryptFrmPayload(aes, key, { devAddr, fCnt, direction: 'up' }, frmPayload) };
}

/** End-to-end encrypted events are opened with the register's session of the same device and DevAddr, where it has one. */
function plainOfEvent({ event, device }: ClaimedEvent, { register, keys, aes }: City): Plain | undefined {
  const { bytes, devAddr, fCnt } = event;
  const fPort = event.fPort ?? 0;
  if (!event.encrypted || fPort === 0 || bytes.length === 0) return { fPort, bytes };
  const session = register.sessionsByDevAddr(devAddr).find((one) => one.device === device.ref);
  const key = session && keys.appSKey(session);
  return key && { fPort, bytes: cryptFrmPayload(aes, key, { devAddr, fCnt, direction: 'up' }, bytes) };
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
    time: frameTime(claimed.receptions, receivedTime),
    receivedTime,
    flags: [...claimed.claim.flags],
  };
}
