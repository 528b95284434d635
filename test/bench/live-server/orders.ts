/** To the live server, any number of times: tell so many readings, so many a second. It answers when all are in the log. */
export interface TellOrder {
  readonly readings: number;
  readonly perSecond: number;
}

/** What the server's process has taken since the order, and holds now. */
export interface Told {
  /** Seconds. */
  readonly wall: number;
  readonly cpu: number;
  /** Bytes, after a collection: in memory, of it on JavaScript's heap and in buffers. */
  readonly rss: number;
  readonly heap: number;
  readonly buffers: number;
}
