import type { Standing } from '../contract.ts';
import type { Db } from './database.ts';

/** What one holder knows about the partition it took. */
export interface Holding {
  readonly group: string;
  readonly topicId: number;
  readonly partition: number;
  readonly epoch: number;
  /** First offset not yet committed, as found when it was taken. */
  readonly committed: number;
}

/** Where groups stand, and who holds what: the epoch rises with every taking, and only the newest epoch may commit. */
export class PositionTable {
  readonly #take;
  readonly #move;
  readonly #epoch;
  readonly #standing;

  constructor(db: Db) {
    this.#take = db.prepare<[string, number, number, string], { epoch: number; committed: number }>(
      `INSERT INTO positions (group_name, topic_id, partition, epoch, taken_at) VALUES (?, ?, ?, 1, ?)
       ON CONFLICT DO UPDATE SET epoch = epoch + 1, taken_at = excluded.taken_at
       RETURNING epoch, coalesce(committed, 0) AS committed`,
    );
    this.#move = db.prepare('UPDATE positions SET committed = ? WHERE group_name = ? AND topic_id = ? AND partition = ? AND epoch = ?');
    this.#epoch = db.prepare('SELECT epoch FROM positions WHERE group_name = ? AND topic_id = ? AND partition = ?').pluck();
    this.#standing = db.prepare<[string, number], Standing>(
      `SELECT p.partition, coalesce(${oldest('records')}, ${oldestOfCompacted}, p.next_offset) AS start,
              coalesce(g.committed, 0) AS committed, p.next_offset AS "end"
       FROM partitions p LEFT JOIN positions g ON g.group_name = ? AND g.topic_id = p.topic_id AND g.partition = p.partition
       WHERE p.topic_id = ? ORDER BY p.partition`,
    );
  }

  /** Takes a partition for a group; inside a transaction. */
  take(group: string, topicId: number, partition: number, at: string): Holding {
    const row = this.#take.get(group, topicId, partition, at);
    if (row === undefined) throw new Error('Taking a partition returned no row.');
    return { group, topicId, partition, ...row };
  }

  /** Moves the position if the holding is still the newest; false when it is fenced. */
  move({ group, topicId, partition, epoch }: Holding, next: number): boolean {
    return this.#move.run(next, group, topicId, partition, epoch).changes === 1;
  }

  holds({ group, topicId, partition, epoch }: Holding): boolean {
    return this.#epoch.get(group, topicId, partition) === epoch;
  }

  standing(group: string, topicId: number): Standing[] {
    return this.#standing.all(group, topicId);
  }
}

function oldest(table: string): string {
  return `(SELECT min(r.offset) FROM ${table} r WHERE r.topic_id = p.topic_id AND r.partition = p.partition)`;
}

/** Whichever is older: a record that stands, or one that was replaced. */
const oldestOfCompacted = `(SELECT min(o) FROM (SELECT ${oldest('latest_records')} AS o UNION ALL SELECT ${oldest('replaced_records')}))`;
