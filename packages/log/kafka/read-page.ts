/** A record as it lies on the servers. */
export interface StoredRecord {
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly time: number;
}

/**
 * Records of one partition from `offset` on, oldest first, at most `limit`, only of commits that have ended; [] when there is none yet.
 * @param topic its name on the servers.
 */
export type ReadPage = (topic: string, partition: number, offset: number, limit: number) => Promise<readonly StoredRecord[]>;
