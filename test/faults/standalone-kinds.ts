import type { Kind } from './fault.ts';

/** What may happen to one process that holds everything. */
export const standaloneKinds = ({ long }: { long: boolean }): Kind[] => [
  { victim: 'vigie', way: 'killed', seconds: [0, 0], weight: 8 },
  { victim: 'vigie', way: 'ended', seconds: [0, 0], weight: 3 },
  { victim: 'vigie', way: 'paused', seconds: long ? [5, 30] : [2, 5], weight: 0 },
  { victim: 'gateways–vigie', way: 'cut', seconds: [0, 0], weight: 8 },
  { victim: 'gateways–vigie', way: 'hushed', seconds: [0.5, 2], weight: 4 },
  { victim: 'gateways–vigie', way: 'delayed', seconds: [0.5, 2], weight: 3 },
  { victim: 'series', way: 'refusing', seconds: long ? [300, 300] : [20, 20], weight: 0 },
  { victim: 'disk', way: 'full', seconds: [3, 5], weight: 0 },
  { victim: 'clock', way: 'stepped', seconds: [-25, 3_600], weight: long ? 1 : 0 },
];
