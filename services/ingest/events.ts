/** Every event and metric of ingest, named once. */
export const events = {
  listening: 'ingest.broker.listening',
  connected: 'ingest.broker.connected',
  sessionLost: 'ingest.broker.session_lost',
  disconnected: 'ingest.broker.disconnected',
  refusedClient: 'ingest.client.refused',
  refusedPush: 'ingest.push.refused',
  waiting: 'ingest.log.waiting',
  failed: 'ingest.log.failed',
} as const;
