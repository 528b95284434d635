/** The little of the WebAssembly interface that the box needs; neither the language's types nor Node's name it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** By as many pages of 64 KiB. */
  grow(pages: number): number;
}

/** A compiled module; can be posted to a thread, which then need not compile it again. */
export type WasmModule = object;

interface WasmInterface {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
}

export const webAssembly: WasmInterface = Reflect.get(globalThis, 'WebAssembly');
