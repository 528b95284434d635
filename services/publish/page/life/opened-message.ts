import { cell } from '../cell.ts';

export interface Opened {
  readonly message: string;
  /** What the reader pressed, to go back to. */
  readonly opener: HTMLElement | null;
}

/** The message whose life the reader asked for from elsewhere on the page. */
export const openedMessage = cell<Opened | null>(null);

/** Shows the life of a message, and brings the reader there. */
export function openMessage(message: string, opener: HTMLElement | null = null): void {
  openedMessage.set({ message, opener });
  document.getElementById('life-title')?.scrollIntoView();
}
