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
import { meterExports } from './meter-engine.ts';
import { type WasmGlobal, type WasmInstance, type WasmMemory, type WasmModule, webAssembly } from './web-assembly.ts';

/** The package's types describe its CommonJS file; as a module its default export is the variant itself. */
const variant = variantModule as unknown as QuickJSSyncVariant;
const wasmPageBytes = 64 * 1024;
/** What this build of the engine asks for, and the stack that lies within it. */
const initialPages = 256;
const wholeStackBytes = 5 * 1024 * 1024;

const roundsSpent = 'lthe codec used up its rounds';
const roomSpent = 'lthe codec left no memory or stack to say what happened';

/** More than any work of our own takes; the variable holds an unsigned number of 32 bits. */
const amplyRounds = 2 ** 31 - 1;

/**
 * One QuickJS in a WebAssembly memory of its own. It is never disposed of: the memory goes as a whole.
 * The bound on memory is that of the WebAssembly memory: the engine's own limit does not count sizes in this build.
 * The bound on time is the meter's (`meter-engine.ts`): the engine's own interrupts do not reach its built-ins.
 */
export class QuickJsEngine {
  readonly memory: WasmMemory;
  readonly freeStack: ByteRange;
  readonly #context: QuickJSContext;
  readonly #limit: number;
  readonly #meter: Meter;
  readonly #stackTop: number;
  #broken = false;

  private constructor(module: QuickJSWASMModule, memory: WasmMemory, meter: Meter, limits: BoxLimits) {
    this.memory = memory;
    this.freeStack = findFreeStack(module, memory);
    this.#limit = limits.rounds;
    this.#meter = meter;
    this.#stackTop = meter.stackPointer.value;
    this.#context = module.newRuntime({ maxStackSizeBytes: limits.stackBytes }).newContext();
  }

  /** `wasm` is the metered engine, compiled. */
  static async open(wasm: WasmModule, limits: BoxLimits): Promise<QuickJsEngine> {
    const memory = new webAssembly.Memory({ initial: initialPages, maximum: initialPages + Math.ceil(limits.memoryBytes / wasmPageBytes) });
    const meters: Meter[] = [];
    const instantiateWasm: InstantiateWasm = async (imports, done) => {
      const instance = await webAssembly.instantiate(wasm, imports);
      meters.push(openMeter(instance));
      done(instance);
    };
    const options = { wasmMemory: memory, emscriptenModule: { instantiateWasm } } as unknown as Parameters<typeof newVariant>[1];
    const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, options));
    const meter = meters[0];
    if (!meter) throw new Error('The engine was loaded in another way than by us: its package has changed.');
    return new QuickJsEngine(module, memory, meter, limits);
  }

  /** False after a trap that was not the meter's: nothing more can be run here. */
  get usable(): boolean {
    return !this.#broken;
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

  /**
   * The meter's trap leaves nothing behind but memory and stack pointer: whoever puts the memory back may go on. Any other (the thread's own
   * stack ran out, the engine aborted) is a limit too, and the engine's last word.
   */
  #bounded<T>(action: () => T): T | string {
    this.#meter.rounds.value = this.#limit;
    try {
      const result = action();
      return this.#isSpent ? roundsSpent : result;
    } catch (error) {
      if (this.#isSpent) return roundsSpent;
      this.#broken = true;
      return `lthe engine stopped: ${error instanceof Error ? error.message : 'not an error'}`;
    } finally {
      this.#meter.rounds.value = amplyRounds;
      this.#meter.stackPointer.value = this.#stackTop;
    }
  }

  get #isSpent(): boolean {
    return this.#meter.rounds.value === 0;
  }
}

interface Meter {
  readonly rounds: WasmGlobal;
  readonly stackPointer: WasmGlobal;
}

/** Emscripten's own hook; the library's types do not name it. */
type InstantiateWasm = (imports: object, done: (instance: WasmInstance) => void) => Promise<void>;

function openMeter({ exports }: WasmInstance): Meter {
  return { rounds: exports[meterExports.rounds] as WasmGlobal, stackPointer: exports[meterExports.stackPointer] as WasmGlobal };
}

/** Below the place where a text argument lies on the idle engine's stack (it grows downwards), nothing is read before it is written. */
function findFreeStack(module: QuickJSWASMModule, memory: WasmMemory): ByteRange {
  const marker = 'here is the top of the stack';
  module.getFFI().QTS_TestStringArg(marker);
  const to = Buffer.from(memory.buffer).lastIndexOf(marker, wholeStackBytes + 1024 * 1024);
  return to < wholeStackBytes ? { from: 0, to: 0 } : { from: to - wholeStackBytes + 4096, to };
}
