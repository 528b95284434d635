import type { BoxLimits } from './box-limits.ts';
import type { CodecScript } from './contract.ts';
import type { WasmModule } from './web-assembly.ts';

/**
 * A call as it is posted to a thread. The bytes travel as a string of as many characters (latin1): a string is cheap to post, a view of
 * a pooled buffer is not.
 */
export interface BoxCall {
  readonly codecId: string;
  readonly payload: string;
  readonly fPort: number;
  /** ms */
  readonly recvTime: number;
  /** JSON text. */
  readonly variables: string | undefined;
}

/** What a thread is started with. */
export interface WorkerStart {
  /** The engine, compiled once for all threads. */
  readonly wasm: WasmModule;
  readonly limits: BoxLimits;
  readonly loadedCodecs: number;
  /** One Int32: the number of the call that runs, 0 when none does. It tells the watchdog which call is stuck. */
  readonly running: SharedArrayBuffer;
}

/** In place of a result: the call was not run, because its codec has just hit a limit in the same batch, and others wait. */
export const putOff = '';

/** To the thread; it answers with one result text per call (`read-result.ts`), in order, in one answer or several. */
export interface CallBatch {
  /** Number of the first call; the others follow. */
  readonly first: number;
  /** Codecs that this thread has not been told of yet. */
  readonly scripts: readonly CodecScript[];
  readonly calls: readonly BoxCall[];
}
