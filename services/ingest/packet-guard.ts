/** Bytes that a packet may announce before its sender has said who it is: CONNECT and nothing else. */
const largestUnknown = 16 * 1024;
/** Bytes of a packet afterwards. What is above 256 KiB is cut when it is kept, but must arrive first. */
export const largestKnown = 32 * 1024 * 1024;

/**
 * Watches the lengths that packets announce (MQTT 3.1.1 §2.2: a fixed header is a byte and a remaining length of 1 to 4 bytes), so that
 * nobody fills the memory with one packet, least of all a stranger.
 */
export class PacketGuard {
  #most = largestUnknown;
  /** Bytes of the present packet still to come. */
  #left = 0;
  /** Bytes of the fixed header seen; 0: between packets. */
  #header = 0;
  #length = 0;

  /** Its sender has said who it is. */
  trust(): void {
    this.#most = largestKnown;
  }

  /** False: a packet in these bytes announces more than it may. */
  admits(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, chunk.length - at);
        this.#left -= passed;
        at += passed;
      } else if (!this.#readHeader(chunk[at++] ?? 0)) return false;
    }
    return true;
  }

  #readHeader(byte: number): boolean {
    if (this.#header > 0) this.#length += (byte & 0x7f) * 128 ** (this.#header - 1);
    const ends = this.#header > 0 && (byte & 0x80) === 0;
    this.#header = ends ? 0 : this.#header + 1;
    if (ends) {
      this.#left = this.#length;
      this.#length = 0;
    }
    return this.#header <= 4 && this.#left <= this.#most;
  }
}
