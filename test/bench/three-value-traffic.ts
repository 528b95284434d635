import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { dlPmFPort, encodeDlPm } from '../../packages/testkit/dl-pm-frame.ts';
import { type GatewayEvent, gatewayEvent } from '../../packages/testkit/gateway-event.ts';
import { emission, linksOf, reception } from '../../packages/testkit/radio.ts';
import type { SeededRandom } from '../../packages/testkit/seeded-random.ts';
import type { CityDevice } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow } from '../../packages/testkit/traffic-row.ts';
import { benchCity } from './bench-city.ts';

export interface PlannedMessage {
  /** As if it had been acknowledged: the benchmark waits until all are. */
  readonly row: TrafficRow;
  readonly event: GatewayEvent;
}

/** Between two frames of one device. Far less than the 72 h for which a gateway's GPS time is believed, for any sensible count. */
const interval = 60_000;

/**
 * What the city's gateways publish, device after device, until `end` (ms): frames of DL-PMs whose dust sensor is off, and which therefore
 * carry three values (battery, temperature, humidity). The same for the same arguments, in whichever process.
 */
export function threeValueTraffic(count: number, end: number): PlannedMessage[] {
  const aes = createNodeAes();
  const { devices, gateways, random } = benchCity;
  const rounds = Math.ceil(count / devices.length);
  const senders = devices.map((device, i) => ({
    device,
    links: linksOf(device.site, gateways),
    random: random.named(`three values ${i}`),
  }));
  return Array.from({ length: count }, (_, n) => {
    const sender = senders[n % devices.length];
    const best = sender?.links[0];
    if (!sender || !best) throw new RangeError('The city has no device, or no gateway, for this message.');
    const round = Math.floor(n / devices.length);
    const time = end - (rounds - round) * interval + (n % devices.length);
    const { plaintext, values } = measured(sender.device, sender.random);
    const { nwkSKey, appSKey, devAddr, devEui } = sender.device;
    const fCnt = round + 1;
    const content = { confirmed: false, adr: true, devAddr, fCnt, fPort: dlPmFPort, plaintext };
    const phyPayload = buildDataFrame(aes, { nwkSKey, appSKey }, content);
    const heard = { ...emission(best, sender.random), ...reception(best, sender.random) };
    const event = gatewayEvent(best.gateway, { phyPayload, gatewayTime: time, gpsTime: time, ...heard });
    const phyPayloadHex = Buffer.from(phyPayload).toString('hex');
    const row = { n, sentAt: time, kind: 'frame', devEui, fCnt, topic: event.topic, phyPayloadHex, values, phenomenonTime: time } as const;
    return { row: { ...row, acked: true }, event };
  });
}

function measured({ deviceId }: CityDevice, random: SeededRandom): ReturnType<typeof encodeDlPm> {
  return encodeDlPm(deviceId, {
    battery_voltage: random.normal(3, 0.05),
    air_temperature: random.normal(15, 8),
    relative_humidity: random.normal(60, 10),
  });
}
