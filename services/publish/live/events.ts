/** Every log line of the live part, named once. */
export const events = {
  waiting: 'publish.live.waiting',
  unreadable: 'publish.record.unreadable',
  untold: 'publish.round.untold',
} as const;
