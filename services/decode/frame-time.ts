import type { Reception } from '../../packages/model/reception.ts';

const gatewayDrift = 30_000;
const oldestGpsTime = 72 * 3_600_000;

/**
 * When a frame was on the air, ms: GPS time of a gateway if given and sane, else gateway time within 30 s of received, else received.
 * Sane: not ahead of received by more than 30 s, not older than messages are kept; gateways without a fix say 1980, or half an hour ahead.
 */
export function frameTime(receptions: readonly Reception[], receivedTime: number): number {
  const gps = receptions
    .map(({ gpsTime }) => gpsTime)
    .find((time) => isWithin(time, receivedTime - oldestGpsTime, receivedTime + gatewayDrift));
  const gateway = receptions
    .map(({ gatewayTime }) => gatewayTime)
    .find((time) => isWithin(time, receivedTime - gatewayDrift, receivedTime + gatewayDrift));
  return Math.round(gps ?? gateway ?? receivedTime);
}

function isWithin(time: number | undefined, from: number, to: number): time is number {
  return time !== undefined && time >= from && time <= to;
}
