/** The answers of the API, as far as the page reads them. Times are ISO 8601, UTC. */

export interface BothWords {
  readonly fr: string;
  readonly en: string;
}

export interface City {
  readonly licence: string;
  readonly simulated: boolean;
  readonly name: string | null;
  readonly timeZone: string;
  readonly licenceName: string;
  readonly licenceUrl: string;
  readonly version: string;
  readonly address: { readonly mqtt: { readonly host: string; readonly port: number; readonly username: string } | null };
}

export interface SiteStatus {
  readonly state: 'reporting' | 'silent' | 'waiting';
  /** Last heard. */
  readonly since: string | null;
  /** Seconds. */
  readonly expectedEvery: number | null;
}

export interface Site {
  readonly id: string;
  readonly label: string;
  readonly organisation: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Metres above the ground. */
  readonly height: number | null;
  readonly exposure: string | null;
  readonly status?: SiteStatus;
  readonly warnings?: readonly string[];
}

export interface Latest {
  readonly phenomenonTime: string;
  readonly receivedTime?: string;
  readonly value: number | null;
  readonly flags: readonly string[];
  readonly evidence: string;
  /** `vendor/model@version`. */
  readonly codec: string;
  readonly message?: string;
  /** How many heard that frame; null: not remembered. */
  readonly gateways?: number | null;
}

export interface Datastream {
  readonly id: string;
  readonly site: string;
  readonly quantity: string;
  /** UCUM. */
  readonly unit: string;
  readonly displayUnit: string;
  readonly label: BothWords;
  readonly definition: string;
  /** Seconds between two readings, as declared. */
  readonly interval: number | null;
  readonly latest: Latest | null;
}

export interface Observation {
  readonly datastream: string;
  readonly site: string;
  readonly quantity: string;
  readonly unit: string;
  readonly phenomenonTime: string;
  readonly receivedTime: string;
  readonly value: number | null;
  readonly flags: readonly string[];
  readonly evidence: string;
  readonly codec: string;
}

export interface LiveObservation extends Observation {
  readonly message: string;
  readonly gateways: number | null;
}

/** Of the messages received in the last 60 s. */
export interface Minute {
  readonly from: string;
  readonly to: string;
  readonly heard: number;
  readonly forwarded: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly lost: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** A field of a frame: bytes from `from` to before `to`. */
export interface FramePart {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

export interface Refused {
  readonly message: string;
  readonly receivedTime: string;
  readonly reason: string;
  readonly step: string;
  readonly detail: string;
  readonly source: string | null;
  /** Hex. */
  readonly bytes: string | null;
  readonly parts: readonly FramePart[];
}

export interface Life {
  readonly message: string;
  readonly receivedTime: string;
  readonly source: string;
  readonly topic: string;
  readonly bytes: string | null;
  readonly parts: readonly FramePart[];
  readonly reception: { readonly rssi: number | null; readonly snr: number | null } | null;
  readonly gateways: number | null;
  readonly ending: { readonly ending: string; readonly reason: string | null; readonly of: string | null };
  readonly steps: readonly LifeStep[];
  readonly observations: readonly Observation[];
}

export interface LifeStep {
  readonly step: string;
  readonly outcome: 'passed' | 'ended' | 'not_reached';
  readonly words: BothWords;
  readonly shows: Readonly<Record<string, string | number>>;
}

export interface Reason {
  readonly name: string;
  readonly meaning: BothWords;
  readonly action: BothWords;
}

/** An aggregate over [start, end). */
export interface TimeWindow {
  readonly datastream: string;
  readonly site: string;
  readonly quantity: string;
  readonly unit: string;
  readonly length: 'hour' | 'day';
  readonly start: string;
  readonly end: string;
  readonly count: number;
  readonly excluded: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly coverage: number | null;
  readonly digest: string;
}
