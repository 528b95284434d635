/** What pages hold, in one list: for a range that is known to be small. */
export async function inOne<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) for (const one of page) all.push(one);
  return all;
}
