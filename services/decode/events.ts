/** Every event and metric of decode, named once. */
export const events = {
  started: 'decode.partition.started',
  ended: 'decode.message.ended',
  faulted: 'decode.message.faulted',
} as const;
