import type { MemoryBudget } from './memory-budget.ts';

/** Text that is held in memory, within a budget that it shares, until it is released. What does not find room is dropped as a whole. */
export class HeldText {
  readonly #budget: MemoryBudget;
  #parts: Buffer[] = [];
  #bytes = 0;
  #isDropped = false;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  get parts(): readonly Buffer[] {
    return this.#parts;
  }

  get isDropped(): boolean {
    return this.#isDropped;
  }

  add(text: string): void {
    if (this.#isDropped) return;
    const part = Buffer.from(text);
    if (this.#budget.take(part.length)) {
      this.#bytes += part.length;
      this.#parts.push(part);
    } else {
      this.#isDropped = true;
      this.release();
    }
  }

  /** As often as one likes. */
  release(): void {
    this.#budget.give(this.#bytes);
    this.#bytes = 0;
    this.#parts = [];
  }
}
