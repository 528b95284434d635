import { EventEmitter } from 'node:events';

/** Where log lines go in tests: all are kept, and each is told under its event's name, in the same turn in which it is said. */
export class CaughtLines extends EventEmitter {
  readonly all: string[] = [];

  write(line: string): void {
    this.all.push(line);
    const { event } = JSON.parse(line) as { event: string };
    this.emit(event, JSON.parse(line));
  }
}
