/**
 * The only clock that a box can reach. The engine asks its host for the time and for the local zone through the thread's `Date`;
 * in a box's thread that is this class: it says the frame's time, in UTC, whatever the machine says.
 */
export class UtcDate extends Date {
  /** ms; set before each call. */
  static time = 0;

  static override now(): number {
    return UtcDate.time;
  }

  override getTimezoneOffset(): number {
    return 0;
  }

  override getFullYear(): number {
    return this.getUTCFullYear();
  }

  override getMonth(): number {
    return this.getUTCMonth();
  }

  override getDate(): number {
    return this.getUTCDate();
  }

  override getDay(): number {
    return this.getUTCDay();
  }

  override getHours(): number {
    return this.getUTCHours();
  }

  override getMinutes(): number {
    return this.getUTCMinutes();
  }

  override getSeconds(): number {
    return this.getUTCSeconds();
  }
}
