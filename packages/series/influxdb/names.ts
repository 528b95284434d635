/** Remembered at most; names of a city are fewer, a flood of strange ones must not fill the memory (truth 7). */
const mostNames = 100_000;

/**
 * A name as the value of a tag: letters, digits and `-._~/@:` as they are, all else as percent and hex digits of its UTF-8. So no name can end a tag
 * (line protocol has no way to write one that ends in a backslash), a string of InfluxQL, or a predicate of a deletion.
 */
export const tagOf = remembering((name) =>
  encodeURIComponent(name)
    .replaceAll('%2F', '/')
    .replaceAll('%40', '@')
    .replaceAll('%3A', ':')
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
);

/** The name that a tag stands for. */
export const nameOf = remembering(decodeURIComponent);

/** Names are few and come with every reading. */
function remembering(change: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const changed = change(text);
    if (known.size >= mostNames) known.clear();
    known.set(text, changed);
    return changed;
  };
}
