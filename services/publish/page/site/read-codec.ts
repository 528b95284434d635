/** `vendor/model@version` as its two parts; undefined where it is something else. */
export function readCodec(codec: string): { readonly model: string; readonly version: string } | undefined {
  const at = codec.lastIndexOf('@');
  return at > 0 ? { model: codec.slice(0, at), version: codec.slice(at + 1) } : undefined;
}
