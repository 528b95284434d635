import { z } from 'zod';

/** A join request, rejoin request or join accept as it was heard: what sessions are followed by (topic `joins`). */
export const joinFrameSchema = z.object({
  kind: z.enum(['join_request', 'rejoin_request', 'join_accept']),
  /** Id of the message that brought it. */
  message: z.string(),
  /** The PHYPayload. Of an accept all but its MHDR is encrypted. */
  bytesHex: z.string(),
  /** Of a request: reference of the device, whose MIC was valid. An accept names no device. */
  device: z.string().optional(),
  receivedTime: z.number().int(),
});
export type JoinFrame = z.infer<typeof joinFrameSchema>;
