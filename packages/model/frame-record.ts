import { z } from 'zod';
import { evidenceSchema } from './evidence.ts';

/** Decrypted bytes of one frame, kept to decode them again with a newer codec. */
export const frameRecordSchema = z.object({
  frame: z.string(),
  device: z.string(),
  message: z.string(),
  fCnt: z.number().int(),
  /** Absent: no FPort in the frame. */
  fPort: z.number().int().optional(),
  bytesHex: z.string(),
  evidence: evidenceSchema,
  /** Epoch of the master key under which the session's keys stood; absent: no key of ours checked it. */
  keyEpoch: z.number().int().positive().optional(),
  /** Time of the frame: GPS, else gateway time within 30 s of received, else received. */
  time: z.number().int(),
  receivedTime: z.number().int(),
  flags: z.array(z.string()),
});
export type FrameRecord = z.infer<typeof frameRecordSchema>;
