import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BoxLane } from './box-lane.ts';
import { type BoxLimits, defaultLimits } from './box-limits.ts';
import type { ThreadSettings } from './box-thread.ts';
import { type Box, BoxUnavailable, type CodecInput, type CodecOutput, type CodecScript } from './contract.ts';
import { meterEngine } from './meter-engine.ts';
import type { PendingCall } from './pending-call.ts';
import { readResult } from './read-result.ts';
import { type WasmModule, webAssembly } from './web-assembly.ts';
import { type BoxCall, putOff } from './worker-messages.ts';

export interface BoxOptions extends Partial<BoxLimits> {
  /** Threads; one more is started when a codec has hit a limit. */
  readonly workers?: number;
  /** A call that goes on for so long is stuck in a way that the meter does not see. Far above what the rounds allow, or load would decide. */
  readonly watchdogMs?: number;
  /** Codecs that a thread keeps loaded, about 1 MB each. */
  readonly loadedCodecs?: number;
}

/** A call that is stuck is tried once more, in another thread. */
const triesOfStuck = 2;

/** Opens a box for codecs. Threads start at the first call and keep the process only while they work; `close` ends them. */
export function openBox(options: BoxOptions = {}): Box {
  return new ThreadedBox(options);
}

/**
 * Two lanes, so that a codec that eats its limits delays nobody but itself and its like: whoever hit a limit once runs in the second lane
 * from then on. The lane decides when a call runs, never how it ends.
 */
class ThreadedBox implements Box {
  readonly #limits: BoxLimits;
  readonly #watchdogMs: number;
  readonly #loadedCodecs: number;
  readonly #lane: BoxLane;
  readonly #slowLane: BoxLane;
  readonly #slow = new Set<string>();
  #wasm: WasmModule | undefined;
  #closed = false;

  constructor({ workers = 1, watchdogMs = 10_000, loadedCodecs = 24, ...limits }: BoxOptions) {
    this.#limits = { ...defaultLimits, ...limits };
    this.#watchdogMs = watchdogMs;
    this.#loadedCodecs = loadedCodecs;
    this.#lane = new BoxLane(workers, () => this.#threadSettings(), this);
    this.#slowLane = new BoxLane(1, () => this.#threadSettings(), this);
  }

  run(codec: CodecScript, input: CodecInput, isWanted = () => true): Promise<CodecOutput> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => this.#push({ codec, call: toCall(codec, input), isWanted, losses: 0, resolve, reject }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    const pending = await Promise.all([this.#lane.close(), this.#slowLane.close()]);
    for (const call of pending.flat()) call.reject(closedError());
  }

  done(call: PendingCall, result: string): void {
    if (result === putOff) this.#push(call);
    else this.#settle(call, readResult(result, call.call.payload, this.#limits));
  }

  stuck(call: PendingCall): void {
    this.#slow.add(call.codec.id);
    call.losses++;
    if (call.losses < triesOfStuck) this.#push(call);
    else
      call.resolve({ outcome: 'codec_limit', detail: `the codec was stuck in one step for ${this.#watchdogMs} ms, ${call.losses} times` });
  }

  #settle(call: PendingCall, output: CodecOutput): void {
    if (output.outcome === 'codec_limit') this.#slow.add(call.codec.id);
    call.resolve(output);
  }

  #push(call: PendingCall): void {
    const lane = this.#slow.has(call.codec.id) ? this.#slowLane : this.#lane;
    lane.push(call);
  }

  #threadSettings(): ThreadSettings {
    this.#wasm ??= compileEngine();
    return { wasm: this.#wasm, limits: this.#limits, loadedCodecs: this.#loadedCodecs, watchdogMs: this.#watchdogMs };
  }
}

/** Compiled once for all threads: a thread that replaces another starts with code that is already fast. */
function compileEngine(): WasmModule {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  return new webAssembly.Module(meterEngine(readFileSync(file)));
}

function toCall(codec: CodecScript, { bytes, fPort, recvTime, variables }: CodecInput): BoxCall {
  return {
    codecId: codec.id,
    payload: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
    fPort,
    recvTime,
    variables: variables && JSON.stringify(variables),
  };
}

function closedError(): BoxUnavailable {
  return new BoxUnavailable('The codec box is closed: no call runs in it any more.');
}
