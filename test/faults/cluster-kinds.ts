import type { Kind, Way } from './fault.ts';

/** Our processes of a cluster: the standing ones, in the order in which they start. */
export const clusterServices = ['register', 'ingest', 'decode-1', 'decode-2', 'store-1', 'store-2'] as const;
export type ClusterService = (typeof clusterServices)[number];

/** ms of silence after which a process's partitions fall to the others. */
const sessionTimeout = 10_000;

/** What the wires join: who calls, and who is called. */
export const clusterWires = [
  'gateways–mosquitto',
  'ingest–mosquitto',
  'register–kafka',
  'ingest–kafka',
  'decode–kafka',
  'store–kafka',
  'store–influxd',
] as const;
export type ClusterWire = (typeof clusterWires)[number];

const paused = (2 * sessionTimeout) / 1000;

/** What may happen to a cluster: its processes, its servers, and what joins them. */
export const clusterKinds = ({ long }: { long: boolean }): Kind[] => [
  ...clusterServices.flatMap((victim) => [
    kind(victim, 'killed', [0, 0], 4),
    kind(victim, 'ended', [0, 0], 2),
    kind(victim, 'paused', [paused, paused], 0),
  ]),
  kind('decode-2', 'away', [2, 8], 2),
  kind('store-2', 'away', [2, 8], 2),
  kind('kafka', 'killed', [0, 0], long ? 1 : 0),
  kind('influxd', 'killed', [0, 0], 3),
  kind('influxd', 'away', long ? [300, 300] : [20, 20], 0),
  kind('influxd', 'refusing', [1, 5], 3),
  kind('influxd', 'delayed', [1, 5], 3),
  kind('influxd', 'full', [3, 5], 0),
  kind('mosquitto', 'ended', [0, 0], 2),
  kind('mosquitto', 'killed', [0, 0], 0),
  ...clusterWires.flatMap((victim) => [
    kind(victim, 'cut', [0, 0], 3),
    kind(victim, 'hushed', [0.5, 3], 2),
    kind(victim, 'delayed', [0.5, 3], 2),
  ]),
  kind('clock', 'stepped', [-25, 3_600], long ? 1 : 0),
];

function kind(victim: string, way: Way, seconds: Kind['seconds'], weight: number): Kind {
  return { victim, way, seconds, weight };
}
