import type { QuarantinedMessage } from '../../../packages/model/quarantined.ts';
import { isoTime } from '../iso-time.ts';
import { heardMessage } from './heard-message.ts';
import type { PhyPart } from './phy-parts.ts';

/** A message that waits in quarantine, with its bytes: of a simulated city only (truth 11). */
export interface RefusedMessage {
  readonly message: string;
  readonly receivedTime: string;
  readonly reason: string;
  readonly step: string;
  readonly detail: string;
  /** Null: the bytes of a foreign network's frame are not kept. */
  readonly source: string | null;
  /** Hex of the PHYPayload. */
  readonly bytes: string | null;
  readonly parts: readonly PhyPart[];
}

export function refusedMessage({ id, receivedTime, reason, step, detail, message }: QuarantinedMessage): RefusedMessage {
  const { bytes, parts } = heardMessage(message);
  const source = message?.source ?? null;
  return { message: id, receivedTime: isoTime(receivedTime), reason, step, detail, source, bytes, parts };
}
