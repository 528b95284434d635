import { type Topic, topics } from '../../model/topics.ts';

/** Topics of the suite: shaped like real ones, small numbers. An engine that must make its topics beforehand makes `suiteTopics`. */
const like = (name: string, shape: Partial<Topic<unknown>>): Topic<unknown> => ({
  ...topics.endings,
  name,
  partitions: 3,
  retention: { time: null, bytes: null },
  compacted: false,
  ...shape,
});

export const letters = like('suite_letters', {});
export const copies = like('suite_copies', {});
export const stock = like('suite_stock', { compacted: true });
export const ages = like('suite_ages', { compacted: true, history: 60_000 });
export const brief = like('suite_brief', { partitions: 1, retention: { time: 60_000, bytes: null } });
export const capped = like('suite_capped', { retention: { time: null, bytes: 5_000 } });
export const suiteTopics: readonly Topic<unknown>[] = [letters, copies, stock, ages, brief, capped];
