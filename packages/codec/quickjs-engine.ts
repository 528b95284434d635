import variantModule from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { BoxLimits } from './box-limits.ts';
import type { ByteRange } from './memory-image.ts';
import { type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** The package's types describe its CommonJS file; as a module its default export is the variant itself. */
const variant = variantModule as unknown as QuickJSSyncVariant;
const wasmPageBytes = 64 * 1024;
/** What this build of the engine asks for, and the stack that lies within it. */
const initialPages = 256;
const wholeStackBytes = 5 * 1024 * 1024;

const ticksSpent = 'lthe codec used up its interrupt ticks';
const roomSpent = 'lthe codec left no memory or stack to say what happened';

/**
 * One QuickJS in a WebAssembly memory of its own. It is never disposed of (after an interrupt that aborts): the memory goes as a whole.
 * The bound on memory is that of the WebAssembly memory: the engine's own limit does not count sizes in this build.
 */
export class QuickJsEngine {
  readonly memory: WasmMemory;
  readonly freeStack: ByteRange;
  readonly #context: QuickJSContext;
  readonly #tickLimit: number;
  #ticks = 0;
  #trapped = false;

  private constructor(module: QuickJSWASMModule, memory: WasmMemory, limits: BoxLimits) {
    this.memory = memory;
    this.freeStack = findFreeStack(module, memory);
    this.#tickLimit = limits.ticks;
    const runtime = module.newRuntime({ maxStackSizeBytes: limits.stackBytes, interruptHandler: () => ++this.#ticks > limits.ticks });
    this.#context = runtime.newContext();
  }

  /** `wasm` is the engine, compiled. */
  static async open(wasm: WasmModule, limits: BoxLimits): Promise<QuickJsEngine> {
    const memory = new webAssembly.Memory({ initial: initialPages, maximum: initialPages + Math.ceil(limits.memoryBytes / wasmPageBytes) });
    const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: wasm, wasmMemory: memory }));
    return new QuickJsEngine(module, memory, limits);
  }

  /** False after an interrupt or a trap: nothing more can be run here. */
  get usable(): boolean {
    return !this.#trapped && this.#ticks <= this.#tickLimit;
  }

  /** Evaluates our own script, outside all limits of the codec; throws what it throws. */
  evaluate(script: string): QuickJSHandle {
    return this.#context.evalCode(script, 'frame.js', { type: 'global' }).unwrap();
  }

  property(object: QuickJSHandle, name: string): QuickJSHandle {
    return this.#context.getProp(object, name);
  }

  /** Evaluates a codec's script as a sloppy script. Gives nothing, or a result text (`guest.ts`) that says why it cannot be used. */
  load(script: string, describe: QuickJSHandle): string | undefined {
    return this.#bounded(() => {
      const result = this.#context.evalCode(script, 'codec.js', { type: 'global' });
      return result.error ? this.#invoke(describe, result.error) : undefined;
    });
  }

  /** Calls a function of the frame; gives a result text. */
  call(frame: QuickJSHandle, argument?: string): string {
    return this.#bounded(() => (argument === undefined ? this.#invoke(frame) : this.#invoke(frame, this.#context.newString(argument))));
  }

  /** Where some bytes lie in this engine's memory; they must lie there once. The library hands out copies only. */
  find(bytes: Uint8Array): number {
    const memory = Buffer.from(this.memory.buffer);
    const at = memory.indexOf(bytes);
    if (at < 0 || memory.indexOf(bytes, at + 1) >= 0)
      throw new Error('The input of the codec frame was not found in the engine: its build has changed.');
    return at;
  }

  #invoke(frame: QuickJSHandle, ...args: QuickJSHandle[]): string {
    const result = this.#context.callFunction(frame, this.#context.undefined, args);
    const text = result.error ? '' : this.#context.getString(result.value);
    return text === '' ? roomSpent : text;
  }

  /** A trap (the engine ran out of the thread's own stack, or aborted) is a limit like the others. */
  #bounded<T>(action: () => T): T | string {
    this.#ticks = 0;
    try {
      const result = action();
      return this.usable ? result : ticksSpent;
    } catch (error) {
      this.#trapped = true;
      return `lthe engine stopped: ${error instanceof Error ? error.message : 'not an error'}`;
    }
  }
}

/** Below the place where a text argument lies on the idle engine's stack (it grows downwards), nothing is read before it is written. */
function findFreeStack(module: QuickJSWASMModule, memory: WasmMemory): ByteRange {
  const marker = 'here is the top of the stack';
  module.getFFI().QTS_TestStringArg(marker);
  const to = Buffer.from(memory.buffer).lastIndexOf(marker, wholeStackBytes + 1024 * 1024);
  return to < wholeStackBytes ? { from: 0, to: 0 } : { from: to - wholeStackBytes + 4096, to };
}
