import type { Log } from '../../packages/log/contract.ts';
import type { Series } from '../../packages/series/contract.ts';
import type { BrokerAddress } from '../../packages/testkit/publisher.ts';
import type { Fault, Kind } from './fault.ts';
import type { BrokerDeath } from './judge.ts';

/** What faults are injected into: all the processes and wires of one Vigie. */
export interface System {
  /** Where the gateways publish. */
  readonly broker: BrokerAddress;
  /** Of the faults that may be drawn, those that can be done on this machine. */
  can(kind: Kind): boolean;
  /** Resolves when the fault is over and what it hit runs again; answers what was wrong meanwhile. */
  inject(fault: Fault): Promise<string[]>;
  /** Log and series by their contracts, beside the services. */
  openLog(): Promise<Log>;
  openSeries(): Promise<Series>;
  /** When an outside broker may have lost what it had acknowledged. */
  readonly brokerDeaths: readonly BrokerDeath[];
  /** Looks at what only the running system can show, once every stage has caught up; answers what is wrong. */
  lookAt(): Promise<string[]>;
  /** Ends our processes as an operator does; the servers stay. Answers what was wrong. */
  end(): Promise<string[]>;
  /** What is told at the end besides the verdict. */
  notes(): Readonly<Record<string, number | string>>;
  /** Everything is ended and removed. */
  dispose(): Promise<void>;
}
