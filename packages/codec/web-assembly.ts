/** The little of the WebAssembly interface that the box needs; neither the language's types nor Node's name it. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** By as many pages of 64 KiB. */
  grow(pages: number): number;
}

/** A compiled module; can be posted to a thread, which then need not compile it again. */
export type WasmModule = object;

/** A variable; reads as a signed number of 32 bits. */
export interface WasmGlobal {
  value: number;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface WasmInterface {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  instantiate(module: WasmModule, imports: object): Promise<WasmInstance>;
  readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
}

export const webAssembly = Reflect.get(globalThis, 'WebAssembly') as unknown as WasmInterface;
