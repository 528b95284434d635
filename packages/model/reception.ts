import { z } from 'zod';

/** One gateway's hearing of a frame. Times in milliseconds since 1970, UTC; absent where the gateway did not say. */
export const receptionSchema = z.object({
  gateway: z.string(),
  rssi: z.number().optional(),
  snr: z.number().optional(),
  channel: z.number().int().optional(),
  /** The gateway's own clock. */
  gatewayTime: z.number().optional(),
  /** From a GPS receiver of the gateway. */
  gpsTime: z.number().optional(),
  frequency: z.number().optional(),
  spreadingFactor: z.number().int().optional(),
});
export type Reception = z.infer<typeof receptionSchema>;
