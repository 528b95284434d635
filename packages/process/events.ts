/** Every event in the life of a process, named once. */
export const events = {
  started: 'process.started',
  stopping: 'process.stopping',
  stopped: 'process.stopped',
  waiting: 'process.start.waiting',
  backedUp: 'process.file.backed_up',
  failed: 'process.service.failed',
} as const;
