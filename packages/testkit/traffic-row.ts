/**
 * What an attacker sends, and how it must end: a frame signed with keys made up, a real one with a bit turned (`mic_mismatch` both), a real
 * one again (`duplicate`, or `f_cnt_behind` once it is far behind), and one from long before the newest (`f_cnt_behind`).
 */
export const attackKinds = ['forged', 'flipped', 'replayed', 'outdated'] as const;
export type AttackKind = (typeof attackKinds)[number];

export type TrafficKind = 'frame' | 'copy' | AttackKind | 'lost';

/**
 * One message that was sent, or one frame that was `lost` on the way (its counter is used, nothing was published).
 * A device's values must be in the store when any row of its (devEui, fCnt) of kind frame or copy was acknowledged, may be when one was
 * sent and none acknowledged, and are not when it was lost.
 */
export interface TrafficRow {
  /** In the order of sending; rows are recorded in the order in which their end became known. */
  readonly n: number;
  /** ms since 1970. */
  readonly sentAt: number;
  readonly kind: TrafficKind;
  readonly devEui: string;
  /** 32 bits; for a forged frame, what it claims. */
  readonly fCnt: number;
  readonly topic: string;
  readonly phyPayloadHex: string;
  /** By quantity: exactly what a right decode gives. For frames and copies. */
  readonly values?: Readonly<Record<string, number>>;
  /** What the gateway says; holds for the frame as long as it is received within 30 s of it, or when the gateways have GPS. */
  readonly phenomenonTime: number;
  /** The PUBACK came. */
  readonly acked: boolean;
  readonly ackedAt?: number;
}

/** Last line of a record. */
export interface TrafficSummary {
  readonly kind: 'summary';
  readonly seed: string | number;
  readonly devices: number;
  /** Rows by kind, each acknowledged or not. */
  readonly rows: Readonly<Record<TrafficKind, number>>;
  /** Messages published: all rows but the lost ones. */
  readonly published: number;
  readonly acked: number;
  /** Published, and no PUBACK until the end. */
  readonly unacked: number;
  /** PUBACKs that refused the message (MQTT 5), counted in `unacked` too. */
  readonly refused: number;
  /** Different values (frame × quantity) of which a frame or a copy was acknowledged. */
  readonly values: number;
  readonly reconnections: number;
  readonly startedAt: number;
  readonly endedAt: number;
}
