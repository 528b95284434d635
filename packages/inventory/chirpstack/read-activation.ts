import devicePb from '@chirpstack/chirpstack-api/api/device_pb.js';
import type { HandedKey, InventorySession } from '../inventory.ts';
import type { ChirpStackClient } from './client.ts';

type Answer = InstanceType<typeof devicePb.GetDeviceActivationResponse>;

/**
 * The session that ChirpStack has of a device now; undefined: it is not activated.
 * @param now when it was asked for, ms @throws NetworkServerRefused; `gone`: ChirpStack does not know the device
 */
export async function readActivation(client: ChirpStackClient, devEui: string, now: number): Promise<InventorySession | undefined> {
  const request = new devicePb.GetDeviceActivationRequest();
  request.setDevEui(devEui);
  return sessionIn(await client.ask(client.devices.getActivation.bind(client.devices), request), now);
}

function sessionIn(answer: Answer, since: number): InventorySession | undefined {
  const activation = answer.getDeviceActivation()?.toObject();
  if (activation === undefined || !isKey(activation.fNwkSIntKey)) return undefined;
  const { fNwkSIntKey, sNwkSIntKey, nwkSEncKey } = activation;
  const appSKey = handedKey(answer) ?? plainKey(activation.appSKey);
  return {
    devAddr: activation.devAddr.toLowerCase(),
    fNwkSIntKey,
    // Before LoRaWAN 1.1 ChirpStack gives the one NwkSKey three times, whatever the profile says the device could speak.
    ...(sNwkSIntKey !== fNwkSIntKey || nwkSEncKey !== fNwkSIntKey ? { sNwkSIntKey, nwkSEncKey } : {}),
    ...(appSKey && { appSKey }),
    since,
  };
}

/** Of an outside join server (ChirpStack 4.6 and later). */
function handedKey(answer: Answer): HandedKey | undefined {
  const envelope = answer.getJoinServerContext()?.getAppSKey();
  if (!envelope) return undefined;
  const key = Buffer.from(envelope.getAesKey_asU8()).toString('hex');
  return { ...(envelope.getKekLabel() === '' ? {} : { kekLabel: envelope.getKekLabel() }), key };
}

const plainKey = (key: string): HandedKey | undefined => (isKey(key) ? { key } : undefined);

/** Absent keys are empty, or all zeros. */
export function isKey(key: string): boolean {
  return /^[0-9a-f]{32}$/.test(key) && !/^0+$/.test(key);
}
