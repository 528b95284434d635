import type { BrokerAddress } from '../../../packages/testkit/publisher.ts';

/** To the load generator, first: what to build, from the beginning of the same traffic. It answers `ready`. */
export interface BuildOrder {
  readonly broker: BrokerAddress;
  readonly count: number;
  readonly end: number;
  /** Publishes that wait for their PUBACK at once, over all gateways. */
  readonly mostInFlight: number;
}

/** Then, any number of times: publish the next so many, as fast as they are acknowledged or so many a second. It answers when all are acknowledged. */
export interface SendOrder {
  readonly send: number;
  readonly perSecond?: number;
}

export interface Sent {
  /** Seconds until the last PUBACK. */
  readonly wall: number;
  readonly cpu: number;
}
