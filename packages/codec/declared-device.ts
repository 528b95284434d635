import type { CodecExample } from './codec-example.ts';
import type { CodecScript } from './contract.ts';
import type { DeclaredDatastream } from './device-declaration.ts';

/** One model of device as the path knows it: how its bytes become values, and which values are kept. */
export interface DeclaredDevice {
  /** `vendor/model`, as the register names it. */
  readonly model: string;
  readonly label: string;
  readonly codec: CodecScript;
  /** Absent: every port. */
  readonly fPorts?: readonly number[] | undefined;
  readonly datastreams: readonly DeclaredDatastream[];
  /** Paths that the codec gives and no datastream keeps. */
  readonly ignored?: readonly string[] | undefined;
  /** Seconds between two reports. */
  readonly interval: number;
  /** V; a battery below it is low. Absent: the maker says none. */
  readonly lowBattery?: number | undefined;
  readonly examples: readonly CodecExample[];
}
