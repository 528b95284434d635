/** Every event of the process as a whole, named once. */
export const events = {
  started: 'standalone.process.started',
  stopping: 'standalone.process.stopping',
  stopped: 'standalone.process.stopped',
  failed: 'standalone.service.failed',
  swept: 'standalone.log.swept',
} as const;
