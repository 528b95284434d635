import type { Message } from '../../../packages/model/message.ts';
import type { Reception } from '../../../packages/model/reception.ts';
import type { Heard } from '../../../packages/sources/contract.ts';
import { sources } from '../../../packages/sources/index.ts';
import { type PhyPart, phyParts } from './phy-parts.ts';

/** What a message carried, for a simulated city's page (truth 11). */
export interface HeardMessage {
  /** Hex of the PHYPayload; null: it carried none that can be read. */
  readonly bytes: string | null;
  readonly parts: readonly PhyPart[];
  readonly receptions: readonly Reception[];
  /** Who says it: a gateway, or the network server. */
  readonly by: Heard['kind'];
}

/** @param message undefined: it was not kept */
export function heardMessage(message: Omit<Message, 'resend'> | undefined): HeardMessage {
  const heard = message && hear(message);
  if (!heard) return { bytes: null, parts: [], receptions: [], by: 'malformed' };
  const receptions = 'receptions' in heard ? heard.receptions : [];
  if (heard.kind !== 'frame') return { bytes: null, parts: [], receptions, by: heard.kind };
  return { bytes: Buffer.from(heard.phyPayload).toString('hex'), parts: phyParts(heard.phyPayload), receptions, by: 'frame' };
}

function hear({ format, topic, payload, stream, cut }: Omit<Message, 'resend'>): Heard | undefined {
  if (cut) return undefined;
  return sources[format]?.read({ topic, payload: Buffer.from(payload, 'base64'), stream });
}
