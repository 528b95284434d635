import { openQuickJsBox, type QuickJsBox } from './quickjs-box.ts';
import type { BoxCall, WorkerStart } from './worker-messages.ts';

/** The codecs of one thread: all scripts that it was told of, and a bounded number of them loaded, the least lately used leaving first. */
export class LoadedCodecs {
  readonly #start: WorkerStart;
  readonly #scripts = new Map<string, string>();
  readonly #boxes = new Map<string, QuickJsBox>();

  constructor(start: WorkerStart) {
    this.#start = start;
  }

  learn(id: string, script: string): void {
    this.#scripts.set(id, script);
  }

  /** Runs one call and gives its result text. */
  async run(call: BoxCall): Promise<string> {
    const box = this.#boxes.get(call.codecId) ?? (await this.#open(call.codecId));
    this.#boxes.delete(call.codecId);
    const result = box.run(call);
    if (box.usable) this.#boxes.set(call.codecId, box);
    return result;
  }

  async #open(id: string): Promise<QuickJsBox> {
    const script = this.#scripts.get(id);
    if (script === undefined) throw new Error('A box was asked for a codec whose script it was not given.');
    for (const oldest of this.#boxes.keys()) {
      if (this.#boxes.size < this.#start.loadedCodecs) break;
      this.#boxes.delete(oldest);
    }
    return openQuickJsBox(this.#start.wasm, this.#start.limits, script);
  }
}
