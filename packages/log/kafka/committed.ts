import type { Admin } from 'kafkajs';

/** Where one group of the log stands in one partition; -1: it has never committed there. */
export interface Committed {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The names of this log's consumer groups. */
export async function groupsOf(admin: Admin, prefix: string): Promise<string[]> {
  const { groups } = await admin.listGroups();
  return groups.map(({ groupId }) => groupId).filter((groupId) => groupId.startsWith(`${prefix}.`));
}

/** Where every group stands in the topics on which it has started. @param topics names on the servers. */
export async function committedOf(admin: Admin, prefix: string, topics: readonly string[]): Promise<Committed[]> {
  const found: Committed[] = [];
  for (const group of await groupsOf(admin, prefix)) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group, topics: [...topics] })) {
      const standing = partitions.map(({ partition, offset }) => ({ group, topic, partition, offset: Number(offset) }));
      if (standing.some(({ offset }) => offset >= 0)) found.push(...standing);
    }
  }
  return found;
}

/** First offset of a partition that must stay: what the slowest group has not committed. One that has never committed here holds everything. */
export function firstToStay(committed: readonly Committed[], topic: string, partition: number): number {
  const offsets = committed.filter((each) => each.topic === topic && each.partition === partition).map(({ offset }) => Math.max(0, offset));
  return Math.min(Number.POSITIVE_INFINITY, ...offsets);
}
