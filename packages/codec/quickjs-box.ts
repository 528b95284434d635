import type { BoxLimits } from './box-limits.ts';
import { guest } from './guest.ts';
import { MemoryImage } from './memory-image.ts';
import { QuickJsEngine } from './quickjs-engine.ts';
import { UtcDate } from './utc-date.ts';
import type { WasmModule } from './web-assembly.ts';
import type { BoxCall } from './worker-messages.ts';

/** A LoRaWAN payload has at most 242 bytes. */
const inputBytes = 1024;
const headBytes = 16;
const inputMark = Uint8Array.from({ length: 64 }, (_, index) => (index * index * 7 + 129) % 251);
const tooLong = `lthe input is longer than ${inputBytes} bytes`;

/** A codec, loaded in an engine of its own. */
export interface QuickJsBox {
  /** One call; gives a result text (`read-result.ts`). Nothing that a call did is there in the next one. */
  run(call: BoxCall): string;
  /** False after a call that cannot be undone: drop the box and open another. */
  readonly usable: boolean;
}

/**
 * Loads a codec, at 1970: what it computes then is the same for ever. What is wrong with the script itself becomes the result of every call.
 * `wasm` is the engine, compiled.
 */
export async function openQuickJsBox(wasm: WasmModule, limits: BoxLimits, script: string): Promise<QuickJsBox> {
  const engine = await QuickJsEngine.open(wasm, limits);
  UtcDate.time = 0;
  const frame = engine.evaluate(`(${guest})(${inputBytes}, [${inputMark}], ${limits.outputBytes})`);
  const inputAt = engine.find(inputMark) - headBytes;
  const decode = engine.property(frame, 'call');
  const failure = engine.load(script, engine.property(frame, 'describe'));
  if (failure !== undefined) return { run: () => failure, usable: true };
  const input = Buffer.from(engine.memory.buffer, inputAt, headBytes + inputBytes);
  const image = new MemoryImage(engine.memory, engine.freeStack);
  let usable = true;
  return {
    run(call) {
      if (call.payload.length > inputBytes) return tooLong;
      UtcDate.time = call.recvTime;
      writeInput(input, call);
      const result = engine.call(decode, call.variables);
      usable = engine.usable && image.putBack();
      return result;
    },
    get usable() {
      return usable;
    },
  };
}

/** As `guest` reads it. */
function writeInput(input: Buffer, call: BoxCall): void {
  input.writeDoubleLE(call.recvTime, 0);
  input.writeInt32LE(call.fPort, 8);
  input.writeInt32LE(call.payload.length, 12);
  input.write(call.payload, headBytes, 'latin1');
}
