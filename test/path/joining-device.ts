import { buildDataFrame, buildJoinRequest } from '../../packages/lorawan/build-frame.ts';
import { buildJoinAccept } from '../../packages/lorawan/build-join-accept.ts';
import { cmac } from '../../packages/lorawan/cmac.ts';
import { deriveSession10, deriveSession11 } from '../../packages/lorawan/derive-session.ts';
import { writeIdentifier } from '../../packages/lorawan/identifier.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { deriveJoinKeys } from '../../packages/lorawan/root-keys.ts';
import type { SessionKeys } from '../../packages/lorawan/session-keys.ts';
import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import type { Sent } from './publish-all.ts';
import { gateways, heard } from './sensor.ts';

const aes = createNodeAes();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const netId = '000000';

/** What a join gave: the two frames of it, and the session that both sides have now. */
export interface Join {
  readonly request: Uint8Array;
  readonly accept: Uint8Array;
  readonly devAddr: string;
  readonly keys: SessionKeys;
}

/** A device that joins over the air, and the server that lets it in. The same for the same number. */
export class JoiningDevice {
  readonly devEui: string;
  readonly joinEui = '70b3d57ed0000001';
  readonly macVersion: '1.0.3' | '1.1.0';
  readonly appKey: Uint8Array;
  readonly nwkKey: Uint8Array;
  readonly site: string;

  constructor(n: number, macVersion: '1.0.3' | '1.1.0' = '1.0.3') {
    const random = seededRandom(`joining device ${n}`);
    this.devEui = `0256494755bb${n.toString(16).padStart(4, '0')}`;
    this.macVersion = macVersion;
    this.appKey = random.bytes(16);
    this.nwkKey = random.bytes(16);
    this.site = `join-${n}`;
  }

  /** @param nonce of both sides; each gives another session with another DevAddr */
  join(nonce: number): Join {
    const { joinEui, devEui, appKey, nwkKey } = this;
    const is11 = this.macVersion === '1.1.0';
    const rootKey = is11 ? nwkKey : appKey;
    const asked = { joinReqType: 0xff, joinEui, devNonce: nonce } as const;
    const devAddr = `01${hex(seededRandom(`${devEui}/${nonce}`).bytes(3))}`;
    const content = { joinNonce: nonce, netId, devAddr, optNeg: is11, rx1DrOffset: 0, rx2DataRate: 0, rxDelay: 1 };
    const signing = { encryption: rootKey, integrity10: rootKey, integrity11: deriveJoinKeys(aes, nwkKey, devEui).jsIntKey };
    const nonces = { joinNonce: nonce, devNonce: nonce };
    return {
      request: buildJoinRequest(aes, rootKey, { joinEui, devEui, devNonce: nonce }),
      accept: buildJoinAccept(aes, signing, asked, content),
      devAddr,
      keys: is11 ? deriveSession11(aes, { appKey, nwkKey }, nonces, joinEui) : deriveSession10(aes, appKey, nonces, netId),
    };
  }

  /** LoRaWAN 1.1 §6.2.4, type 0: asked and signed in a session; answered with another, under the JSEncKey. @param count its RJcount0 */
  rejoin(from: Join, count: number): Join {
    const { joinEui, devEui, appKey, nwkKey } = this;
    const { jsEncKey, jsIntKey } = deriveJoinKeys(aes, nwkKey, devEui);
    const devAddr = `01${hex(seededRandom(`${devEui}/rejoin/${count}`).bytes(3))}`;
    const content = { joinNonce: 0x100 + count, netId, devAddr, optNeg: true, rx1DrOffset: 0, rx2DataRate: 0, rxDelay: 1 };
    const signing = { encryption: jsEncKey, integrity10: nwkKey, integrity11: jsIntKey };
    return {
      request: rejoinRequest(devEui, count, from.keys.sNwkSIntKey ?? nwkKey),
      accept: buildJoinAccept(aes, signing, { joinReqType: 0, joinEui, devNonce: count }, content),
      devAddr,
      keys: deriveSession11(aes, { appKey, nwkKey }, { joinNonce: content.joinNonce, devNonce: count }, joinEui),
    };
  }

  /** Rows of the register's tables `devices`, `assignments`, `root_keys`. */
  get rows(): { device: string; assignment: string; rootKeys: string } {
    const { devEui, macVersion, joinEui, appKey, nwkKey, site } = this;
    return {
      device: `${devEui},test/floats,false,false`,
      assignment: `${devEui},${site},2020-01-01,`,
      rootKeys: [devEui, macVersion, joinEui, hex(appKey), macVersion === '1.1.0' ? hex(nwkKey) : ''].join(),
    };
  }
}

/** MHDR(0) type(1) NetID(2..4) DevEUI(5..12) RJcount0(13..14) MIC(15..18). */
function rejoinRequest(devEui: string, count: number, key: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(19);
  bytes[0] = 6 << 5;
  writeIdentifier(bytes, 5, devEui, 8);
  bytes[13] = count;
  bytes.set(cmac(aes, key, bytes.subarray(0, 15)).subarray(0, 4), 15);
  return bytes;
}

/** As `heard` tells it: SF7 is DR5, 867.1 MHz a channel that a network gave. */
const asHeard = { txDr: 5, txCh: 3 };

/** The PHYPayload of an uplink in the session of a join. */
export function frameIn(
  { keys, devAddr }: Join,
  fCnt: number,
  plaintext: Uint8Array,
  { ack = false, confFCnt = 0 }: { ack?: boolean; confFCnt?: number } = {},
): Uint8Array {
  const content = { confirmed: false, ack, devAddr, fCnt, fPort: 1, plaintext, beside: { ...asHeard, confFCnt } };
  return buildDataFrame(aes, keys, content);
}

export const requestOf = ({ request }: Join, time: number): Sent => heard(request, time);

/** What ChirpStack tells a gateway to send (`gw.DownlinkFrame` in JSON). */
export function acceptOf({ accept }: Join): Sent {
  const [gateway] = gateways;
  const item = { phyPayload: Buffer.from(accept).toString('base64'), txInfo: { frequency: 868_100_000 } };
  const frame = { downlinkId: 7, items: [item], gatewayId: gateway.id };
  return { topic: `eu868/gateway/${gateway.id}/command/down`, payload: Buffer.from(JSON.stringify(frame)) };
}

/** The register's tables of these devices; whose root keys are not to be known is left out by `without`. */
export function joiningTables(devices: readonly JoiningDevice[], without: readonly JoiningDevice[] = []): string[] {
  const table = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;
  const known = devices.filter((device) => !without.includes(device));
  return [
    'id,label\ncity,The city\n',
    table(
      'id,organisation,label,latitude,longitude,height,exposure,subject,plane',
      devices.map(({ site }) => `${site},city,${site},46.65,1.09,3,outdoor,public_body,open`),
    ),
    table(
      'dev_eui,model,disabled,reset_tolerant',
      devices.map(({ rows }) => rows.device),
    ),
    table(
      'dev_eui,site,from,to',
      devices.map(({ rows }) => rows.assignment),
    ),
    table(
      'dev_eui,mac_version,join_eui,app_key,nwk_key',
      known.map(({ rows }) => rows.rootKeys),
    ),
  ];
}
