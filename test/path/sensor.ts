import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { type Gateway, gatewayEvent } from '../../packages/testkit/gateway-event.ts';
import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import type { Sent } from './publish-all.ts';

const aes = createNodeAes();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export const gateways = ['protobuf', 'json'].map((encoding, n): Gateway => {
  return {
    id: `0016c001ff10a23${n}`,
    encoding: encoding === 'json' ? 'json' : 'protobuf',
    latitude: 46.65,
    longitude: 1.09,
    altitude: 120,
  };
}) as [Gateway, Gateway];

interface SensorTraits {
  readonly model?: string;
  /** Instead of one of its own. */
  readonly devAddr?: string;
  readonly resetTolerant?: boolean;
  readonly disabled?: boolean;
}

/** A device of a test: keys, addresses, and the frames that it sends. The same for the same number. */
export class Sensor {
  readonly devEui: string;
  readonly devAddr: string;
  readonly nwkSKey: Uint8Array;
  readonly appSKey: Uint8Array;
  readonly site: string;
  readonly traits: Required<Omit<SensorTraits, 'devAddr'>>;

  constructor(n: number, { devAddr, ...traits }: SensorTraits = {}) {
    const random = seededRandom(`sensor ${n}`);
    this.devEui = `0256494755aa${n.toString(16).padStart(4, '0')}`;
    // NetID 000000 has the addresses whose first 7 bits are 0.
    this.devAddr = devAddr ?? `01${hex(random.bytes(3))}`;
    this.nwkSKey = random.bytes(16);
    this.appSKey = random.bytes(16);
    this.site = `place-${n}`;
    this.traits = { model: 'test/floats', resetTolerant: false, disabled: false, ...traits };
  }

  /** The PHYPayload of one uplink, signed and encrypted. */
  frame(fCnt: number, plaintext: Uint8Array, keys: Pick<Sensor, 'nwkSKey' | 'appSKey'> = this): Uint8Array {
    return buildDataFrame(
      aes,
      { fNwkSIntKey: keys.nwkSKey, appSKey: keys.appSKey },
      { confirmed: false, adr: true, devAddr: this.devAddr, fCnt, fPort: 1, plaintext },
    );
  }
}

/** What a gateway publishes when it hears a frame at `time` (ms). */
export function heard(phyPayload: Uint8Array, time: number, gateway: Gateway = gateways[0]): Sent {
  const radio = { uplinkId: 7, rssi: -90, snr: 8.5, channel: 3, frequency: 867_100_000, spreadingFactor: 7 };
  return gatewayEvent(gateway, { phyPayload, gatewayTime: time, ...radio });
}

const table = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;

/** The register's tables of these sensors, each with a public site of its own. */
export function registerTables(sensors: readonly Sensor[]): string[] {
  return [
    'id,label\ncity,The city\n',
    table(
      'id,organisation,label,latitude,longitude,height,exposure,subject,plane',
      sensors.map(({ site }) => `${site},city,${site},46.65,1.09,3,outdoor,public_body,open`),
    ),
    table(
      'dev_eui,model,disabled,reset_tolerant',
      sensors.map(({ devEui, traits: { model, disabled, resetTolerant } }) => `${devEui},${model},${disabled},${resetTolerant}`),
    ),
    table(
      'dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key',
      sensors.map((one) => `${one.devEui},1.0.3,${one.devAddr},${hex(one.nwkSKey)},${hex(one.appSKey)}`),
    ),
    table(
      'dev_eui,site,from,to',
      sensors.map(({ devEui, site }) => `${devEui},${site},2020-01-01,`),
    ),
  ];
}
