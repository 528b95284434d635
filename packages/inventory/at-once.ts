/** Does `work` on each item, at most `most` at once; answers in the order of items. The first failure is thrown when what was begun has ended. */
export async function atOnce<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const workThrough = async () => {
    while (next < items.length && failures.length === 0) {
      const at = next++;
      answers[at] = await work(items[at] as T);
    }
  };
  const lane = () => workThrough().catch((error: unknown) => failures.push(error));
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return answers;
}
