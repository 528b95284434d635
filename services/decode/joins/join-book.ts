import type { JoinAccept, JoinRequest, RejoinRequest } from '../../../packages/lorawan/join-frames.ts';

/** A request whose MIC was valid. */
export interface HeardRequest {
  readonly frame: JoinRequest | RejoinRequest;
  /** Reference of the device. */
  readonly device: string;
  readonly receivedTime: number;
}

export interface HeardAccept {
  readonly frame: JoinAccept;
  readonly receivedTime: number;
}

export type HeardJoin = HeardRequest | HeardAccept;

/** One that may answer the other. */
export interface Pair {
  readonly request: HeardRequest;
  readonly accept: HeardAccept;
}

/** ms: the second window of an accept opens 6 s after the request (LoRaWAN 1.0.4, JOIN_ACCEPT_DELAY2); brokers and clocks need the rest. */
const longestJoin = 60_000;
/** ms by which a request may seem to come after its accept: they lie in two topics of the broker, and two partitions of ours. */
const outOfOrder = 5_000;
/** Of each kind; a storm of joins beyond it pushes the oldest out (truth 7). */
const mostKept = 2_000;

/** What was heard in the last minute. An accept names no device, so it is tried with every request that it may answer. */
export class JoinBook {
  readonly #requests = new Map<string, HeardRequest>();
  readonly #accepts = new Map<string, HeardAccept>();
  #newest = 0;

  /** Takes it in, and gives the pairs that it makes with what was heard before. Several gateways bring the same bytes: the first count. */
  take(heard: HeardJoin): Pair[] {
    this.#newest = Math.max(this.#newest, heard.receivedTime);
    const pairs = isRequest(heard) ? this.#takeRequest(heard) : this.#takeAccept(heard);
    this.#forget(this.#requests);
    this.#forget(this.#accepts);
    return pairs.filter(({ request, accept }) => mayAnswer(accept, request));
  }

  #takeRequest(request: HeardRequest): Pair[] {
    return isNew(this.#requests, request) ? [...this.#accepts.values()].map((accept) => ({ request, accept })) : [];
  }

  #takeAccept(accept: HeardAccept): Pair[] {
    return isNew(this.#accepts, accept) ? [...this.#requests.values()].map((request) => ({ request, accept })) : [];
  }

  #forget(kept: Map<string, HeardJoin>): void {
    for (const [key, { receivedTime }] of kept) {
      if (kept.size <= mostKept && receivedTime >= this.#newest - longestJoin - outOfOrder) break;
      kept.delete(key);
    }
  }
}

export const isRequest = (heard: HeardJoin): heard is HeardRequest => 'device' in heard;

function isNew<T extends HeardJoin>(kept: Map<string, T>, heard: T): boolean {
  const key = Buffer.from(heard.frame.bytes).toString('base64');
  if (kept.has(key)) return false;
  kept.set(key, heard);
  return true;
}

function mayAnswer(accept: HeardAccept, request: HeardRequest): boolean {
  const later = accept.receivedTime - request.receivedTime;
  return later >= -outOfOrder && later <= longestJoin;
}
