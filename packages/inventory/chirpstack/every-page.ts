const page = 500;

/** All items of a list that ChirpStack gives in pages. */
export async function everyPage<T>(read: (limit: number, offset: number) => Promise<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  while (true) {
    const some = await read(page, items.length);
    items.push(...some);
    if (some.length < page) return items;
  }
}
