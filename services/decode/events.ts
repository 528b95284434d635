/** Every event and metric of decode, named once. */
export const events = {
  started: 'decode.partition.started',
  ended: 'decode.message.ended',
  faulted: 'decode.message.faulted',
  joined: 'decode.session.joined',
  joinRefused: 'decode.session.refused',
  late: 'decode.session.resent',
  rebuildStarted: 'decode.rebuild.started',
  rebuildSwapped: 'decode.rebuild.swapped',
  rebuildEnded: 'decode.rebuild.ended',
  rebuildFailed: 'decode.rebuild.failed',
} as const;
