import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import type { GatewayEvent } from '../../packages/testkit/gateway-event.ts';
import type { TrafficRow } from '../../packages/testkit/traffic-row.ts';
import { benchCity } from './bench-city.ts';
import { ThreeValueSender } from './three-value-sender.ts';

export interface PlannedMessage {
  /** As if it had been acknowledged: the benchmark waits until all are. */
  readonly row: TrafficRow;
  readonly event: GatewayEvent;
}

/** Between two frames of one device. Far less than the 72 h for which a gateway's GPS time is believed, for any sensible count. */
const interval = 60_000;

/** What the city's gateways publish, device after device, until `end` (ms). The same for the same arguments, in whichever process. */
export function threeValueTraffic(count: number, end: number): PlannedMessage[] {
  const aes = createNodeAes();
  const { devices, gateways, random } = benchCity;
  const rounds = Math.ceil(count / devices.length);
  const senders = devices.map((device, i) => new ThreeValueSender(device, gateways, random.named(`three values ${i}`), aes));
  return Array.from({ length: count }, (_, n) => {
    const sender = senders[n % devices.length];
    if (!sender) throw new RangeError('The city has no device for this message.');
    const round = Math.floor(n / devices.length);
    const time = end - (rounds - round) * interval + (n % devices.length);
    const fCnt = round + 1;
    const { event, phyPayloadHex, values } = sender.uplink(fCnt, time);
    const { devEui } = sender.device;
    const row = { n, sentAt: time, kind: 'frame', devEui, fCnt, topic: event.topic, phyPayloadHex, values, phenomenonTime: time } as const;
    return { row: { ...row, acked: true }, event };
  });
}
