/** What a codec is given: TS013 `decodeUplink(input)`. */
export interface CodecInput {
  readonly bytes: Uint8Array;
  readonly fPort: number;
  /** Time of the frame, ms; also what `Date.now()` says inside the box. */
  readonly recvTime: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** What became of one call: the codec's `data` and warnings, or why there are none. Details never contain input bytes. */
export type CodecOutput =
  | { readonly outcome: 'decoded'; readonly data: unknown; readonly warnings: readonly string[] }
  | { readonly outcome: 'codec_error' | 'codec_limit'; readonly detail: string };

/** The box itself cannot run (closed, or its threads end by themselves): nothing is said of the codec or the input, try again. */
export class BoxUnavailable extends Error {
  override readonly name = 'BoxUnavailable';
}

/** Runs untrusted codecs in a box. Calls may be made many at once; the box batches beneath. */
export interface Box {
  /**
   * `codec` is the script's text; `id` names it (`vendor/model@version`) and stands for exactly that text.
   * `isWanted` is asked before the call begins; when nobody wants it any more it does not run, and its output says nothing.
   * @throws BoxUnavailable
   */
  run(codec: CodecScript, input: CodecInput, isWanted?: () => boolean): Promise<CodecOutput>;
  close(): Promise<void>;
}

export interface CodecScript {
  readonly id: string;
  readonly script: string;
}
