import { z } from 'zod';
import { receptionSchema } from './reception.ts';

/** What we say besides readings: every hearing of a frame, and what else travels on a network server's topics. */
export const deviceEventKinds = [
  'uplink',
  'copy',
  'join_request',
  'rejoin_request',
  'join',
  'status',
  'log',
  'ack',
  'txack',
  'location',
  'integration',
  'command_down',
  'gateway_stats',
  'gateway_ack',
  'gateway_exec',
  'gateway_raw',
  'gateway_mesh',
  'gateway_state',
  'gateway_command',
  'simulated_uplink',
] as const;
export type DeviceEventKind = (typeof deviceEventKinds)[number];

export const deviceEventSchema = z.object({
  kind: z.enum(deviceEventKinds),
  /** Our reference of the device, when it is known. */
  device: z.string().optional(),
  gateway: z.string().optional(),
  message: z.string(),
  receivedTime: z.number().int(),
  /** For uplinks and copies. */
  fCnt: z.number().int().optional(),
  fPort: z.number().int().optional(),
  frame: z.string().optional(),
  receptions: z.array(receptionSchema),
  flags: z.array(z.string()),
});
export type DeviceEvent = z.infer<typeof deviceEventSchema>;
