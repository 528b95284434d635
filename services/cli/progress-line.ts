interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** How far something is: on a terminal one line that moves, elsewhere a line for every tenth. */
export class ProgressLine {
  readonly #screen: Screen;
  #lastTenth = -1;
  #width = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(done: number, all: number, what: string): void {
    const share = all === 0 ? 0 : done / all;
    const text = `${done} of ${all} ${what} (${Math.floor(100 * share)} %)`;
    if (this.#screen.isTTY) this.#screen.write(`\r${text.padEnd(this.#width)}`);
    else if (Math.floor(10 * share) !== this.#lastTenth) this.#screen.write(`${text}\n`);
    this.#lastTenth = Math.floor(10 * share);
    this.#width = text.length;
  }

  /** Leaves nothing of itself on a terminal. */
  end(): void {
    if (this.#screen.isTTY && this.#width > 0) this.#screen.write(`\r${' '.repeat(this.#width)}\r`);
  }
}
