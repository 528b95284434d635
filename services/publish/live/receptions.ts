import type { DeviceEvent } from '../../../packages/model/device-event.ts';
import type { Ending } from '../../../packages/model/ending.ts';
import { Newest } from './newest.ts';

/** The newest frames of which it is remembered who heard them. */
const mostRemembered = 10_000;

/** Which gateways heard a frame: only how many is ever told (truth 11). */
export class Receptions {
  /** By the message that carried the frame first. */
  readonly #gateways = new Newest<string, Set<string>>(mostRemembered);
  readonly #messageOfFrame = new Newest<string, string>(mostRemembered);
  readonly #originalOf = new Newest<string, string>(mostRemembered);

  /** Endings first: they say of which message another one is the copy. */
  take(endings: readonly Ending[], deviceEvents: readonly DeviceEvent[]): void {
    for (const ending of endings) if (ending.ending === 'duplicate') this.#originalOf.set(ending.id, ending.of);
    for (const event of deviceEvents) this.#hear(event);
  }

  /** Null: not remembered. @param frame reference of a frame, as readings carry it */
  gatewaysOf(frame: string): number | null {
    const message = this.#messageOfFrame.get(frame);
    return message === undefined ? null : this.gatewaysOfMessage(message);
  }

  /** The same for a message or a copy of it. */
  gatewaysOfMessage(id: string): number | null {
    return this.#gateways.get(this.#originalOf.get(id) ?? id)?.size ?? null;
  }

  #hear({ kind, message, frame, receptions }: DeviceEvent): void {
    if ((kind !== 'uplink' && kind !== 'copy') || receptions.length === 0) return;
    const original = this.#originalOf.get(message) ?? message;
    const gateways = this.#gateways.get(original) ?? new Set();
    for (const { gateway } of receptions) gateways.add(gateway);
    this.#gateways.set(original, gateways);
    if (frame !== undefined) this.#messageOfFrame.set(frame, original);
  }
}
